/**
 * What {@code up} makes is written down before it is made, so that {@code down} removes exactly that, also after a
 * crash. {@link mesh.lab.made.Made} is what there can be, {@link mesh.lab.made.Ledger} writes, {@link
 * mesh.lab.made.Removal} removes.
 */
package mesh.lab.made;
