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
