/*
 * getsockopt(2) for JNI, written by hand: what JNA and the foreign function API save us from.
 * Built at run time by JniShim.java; the class there declares the method.
 */
#include <errno.h>
#include <jni.h>
#include <sys/socket.h>

enum { LONGEST_BYTES = 64 };

/* Fills value and returns 0, or returns errno. A stack buffer, so that no array of the heap has to be pinned. */
JNIEXPORT jint JNICALL Java_mesh_bench_micro_JniShim_getsockopt(
        JNIEnv *env, jclass type, jint fd, jint level, jint name, jbyteArray value) {
    (void)type;
    jbyte buffer[LONGEST_BYTES];
    jsize bytes = (*env)->GetArrayLength(env, value);
    if (bytes > LONGEST_BYTES) {
        return EINVAL;
    }
    socklen_t length = (socklen_t)bytes;
    if (getsockopt(fd, level, name, buffer, &length) != 0) {
        return errno;
    }
    (*env)->SetByteArrayRegion(env, value, 0, (jsize)length, buffer);
    return 0;
}
