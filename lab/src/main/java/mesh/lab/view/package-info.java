/** How the lab talks to the person at the terminal. */
package mesh.lab.view;
