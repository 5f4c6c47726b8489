// A code is sent with its last digit, unless it was typed once already and came back wrong: then the holder presses the
// button when he is sure.
for (const field of document.querySelectorAll("input[data-last]")) {
  const wrong = field.getAttribute("aria-invalid") === "true";
  field.addEventListener("input", () => {
    if (!wrong && field.value.replace(/\D/g, "").length === Number(field.dataset.last)) {
      field.form.requestSubmit();
    }
  });
}
