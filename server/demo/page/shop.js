// The shop counts what is put into the cart; everything else on the page is the chat's.
const count = document.querySelector('[data-cart]')
document.querySelector('.buy')?.addEventListener('click', () => {
  if (count !== null) count.textContent = String(Number(count.textContent) + 1)
})
