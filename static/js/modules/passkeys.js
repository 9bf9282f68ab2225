// Passkeys: asks the browser to make one or to use one, and sends what it answers with the form around the button.

const WAYS = {
  create: options => navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }),
  get: options => navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }),
};

const form = document.querySelector('form[data-passkey]');

if (form) {
  form.addEventListener('submit', event => {
    event.preventDefault();
    ask();
  });
  form.querySelector('button').disabled = !able();
  if (!able()) show('unable');
  else if ('atOnce' in form.dataset) ask();
}

function able() {
  return window.isSecureContext && typeof window.PublicKeyCredential?.parseCreationOptionsFromJSON === 'function';
}

async function ask() {
  show('waiting');
  try {
    const credential = await WAYS[form.dataset.passkey](JSON.parse(form.dataset.options));
    form.elements.credential.value = JSON.stringify(credential.toJSON());
    HTMLFormElement.prototype.submit.call(form);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    show('refused');
  }
}

function show(state) {
  document.querySelectorAll('[data-passkey-state]').forEach(text => { text.hidden = text.dataset.passkeyState !== state; });
}
