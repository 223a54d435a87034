import { useBridge } from '../bridge'
import { useText } from '../text/i18n'

/** Windows and Linux; on a Mac the system draws its own at the left. */
export function WindowButtons() {
  const bridge = useBridge()
  const { t } = useText()
  const acts = [
    { act: 'minimize', label: t('frame.minimize'), path: 'M0 5.5h10' },
    { act: 'maximize', label: t('frame.maximize'), path: 'M.5.5h9v9h-9z' },
    { act: 'close', label: t('frame.closeWindow'), path: 'M.5.5l9 9M9.5.5l-9 9' },
  ] as const
  return (
    <div className="window-buttons">
      {acts.map(({ act, label, path }) => (
        <button
          key={act}
          type="button"
          data-act={act}
          aria-label={label}
          onClick={() => void bridge.windowControl({ act })}
        >
          <svg viewBox="0 0 10 10" aria-hidden="true">
            <path d={path} />
          </svg>
        </button>
      ))}
    </div>
  )
}
