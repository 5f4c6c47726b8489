// After signing out nobody may step back into a page of the account: what the browser kept in memory stays blank and
// asks the server again.
if ("signedIn" in document.body.dataset) {
  addEventListener("pagehide", () => document.documentElement.classList.add("away"));
  addEventListener("pageshow", (event) => {
    if (event.persisted) {
      location.reload();
    }
  });
}

// Nor may he find what was typed where a password is asked: a browser that steps back fills in again what it remembers.
addEventListener("pageshow", (event) => {
  const [come] = performance.getEntriesByType("navigation");
  if (event.persisted || come?.type === "back_forward") {
    for (const { dataset } of document.querySelectorAll("[data-reveal]")) {
      document.getElementById(dataset.reveal).form?.reset();
    }
  }
});
