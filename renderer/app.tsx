import { createRoot } from 'react-dom/client'

export function mount(host: 'desktop' | 'web'): void {
  const root = document.getElementById('root')
  if (root === null) throw new Error('The page has no #root.')
  createRoot(root).render(<main data-host={host}>Pult</main>)
}
