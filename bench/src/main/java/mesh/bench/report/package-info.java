/** Turning samples into a table, a chart and a file. No measurement happens here. */
package mesh.bench.report;
