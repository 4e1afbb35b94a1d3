/* A short list that was just written is fetched at once; coming back to the page does not fetch it again. */
const file = document.querySelector("a[data-ready]");
// Not before the page is whole: beginning a download meanwhile would break off its loading.
addEventListener("load", () => {
  history.replaceState(null, "", location.pathname);
  file?.click();
});
