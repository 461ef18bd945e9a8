/** AdmissionReview in, AdmissionReview out. {@link mesh.webhook.admission.AdmissionPages} is where requests arrive. */
package mesh.webhook.admission;
