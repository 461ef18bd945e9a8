/** What the tests of several modules share: namespaces with unique names that never outlive their test. */
package mesh.testkit;
