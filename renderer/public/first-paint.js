// Theme, density and language before the first paint: a plain file, since the content policy allows no inline script.
;(() => {
  const page = document.documentElement
  let kept = {}
  try {
    kept = JSON.parse(localStorage.getItem('pult.look') ?? '{}')
  } catch {
    // Unreadable or forbidden storage: the system's theme.
  }
  const isDark = kept.theme === 'dark' || (kept.theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  page.dataset.theme = isDark ? 'dark' : 'light'
  page.dataset.density = kept.density === 'compact' ? 'compact' : 'comfortable'
  if (kept.language === 'en') page.lang = 'en'
})()
