// What has just come in is seen to have come in.
const GLOWS = 2000; // ms

/** Let a row glow; a colour that changes once costs the page nothing, one that fades is always painted. */
export function glow(row) {
  row.classList.add('glow');
  setTimeout(() => row.classList.remove('glow'), GLOWS);
}
