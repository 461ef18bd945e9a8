# libraries.sh JAVA ROOT: copies the libraries that a Java takes from the system into ROOT, each to where it was.
set -eu
java=$1
root=$2

libraries=$(find "$java" -name '*.so' -o -path "$java/bin/java" -o -name jspawnhelper)
ldd $libraries | sed -nE 's/^.*[[:space:]](\/[^ ]+) \(0x.*$/\1/p' | sort -u | while read -r library; do
  case $library in
    "$java"/*) ;; # its own
    *) mkdir -p "$root$(dirname "$library")" && cp -L "$library" "$root$library" ;;
  esac
done

mkdir -p "$root/etc" "$root/tmp"
echo 'hosts: files dns' >"$root/etc/nsswitch.conf" # else names are looked up in DNS before /etc/hosts
