/** Tests of module native that need namespaces. They live here because testkit, which makes those, builds on native. */
package mesh.linux;
