// Recovery codes are printed or saved by the browser itself: they are not sent a second time.
for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => print());
}

for (const button of document.querySelectorAll("[data-save]")) {
  button.addEventListener("click", () => {
    const address = URL.createObjectURL(new Blob([button.dataset.save], { type: "text/plain" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = button.dataset.file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  });
}
