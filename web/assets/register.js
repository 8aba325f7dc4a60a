// The registration is done: tells the LMS to close this page (Dynamic Registration 1.0). Without script the page says how to do it by hand.
(() => {
  const closing = document.getElementById("closing");
  if (!closing) return;
  document.getElementById("by-hand").hidden = true;
  closing.hidden = false;
  const status = closing.querySelector("[role=status]");
  document.getElementById("close").addEventListener("click", () => {
    // To whoever opened us: the message holds nothing but the wish to close, and its answer is not read.
    (window.opener || window.parent).postMessage({ subject: "org.imsglobal.lti.close" }, "*");
    setTimeout(() => { status.textContent = status.dataset.late; }, 1500);
  });
})();
