/**
 * What the tests of several modules share: namespaces with unique names that never outlive their test.
 *
 * <p>This module's own tests are those of module native that need namespaces: {@code src/test/java/mesh/linux}.
 */
package mesh.testkit;
