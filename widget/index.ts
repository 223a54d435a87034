// Read in the first statement: `document.currentScript` is null as soon as the script has ended.
const script = document.currentScript
if (script instanceof HTMLScriptElement) script.dataset.pult = 'loaded'
