import { BrandColor, type SiteLook } from '#protocol/web-site'
import { useText } from '../../text/i18n'
import { Field } from '../../ui/Field'
import { Segmented } from '../../ui/Segmented'
import { TextField } from '../../ui/TextField'

/** Colours that go with any page; any other is chosen beside them. */
const colors = ['#27241e', '#10657c', '#1f6f43', '#4c5bd4', '#7a3f8f', '#b3402a', '#c46a0a'] as const

interface Props {
  readonly look: SiteLook
  readonly onChange: (part: Partial<SiteLook>) => void
}

export function WebLookFields({ look, onChange }: Props) {
  const { t } = useText()
  const choice = <Key extends 'side' | 'theme' | 'icon'>(
    key: Key,
    values: readonly SiteLook[Key][],
    labelOf: (value: SiteLook[Key]) => string,
  ) => (
    <div className="grid justify-items-start gap-1.5">
      <p className="label">{t(`channels.look.${key}`)}</p>
      <Segmented
        label={t(`channels.look.${key}`)}
        value={look[key]}
        options={values.map((value) => ({ value, label: labelOf(value) }))}
        onChange={(value) => onChange({ [key]: value })}
      />
    </div>
  )
  return (
    <>
      <ColorField color={look.color} onChange={(color) => onChange({ color })} />
      <TextField
        label={t('channels.look.title')}
        hint={t('channels.look.titleHint')}
        maxLength={60}
        value={look.title}
        onChange={(event) => onChange({ title: event.target.value })}
      />
      <TextField
        label={t('channels.look.label')}
        hint={t('channels.look.labelHint')}
        maxLength={30}
        value={look.label}
        onChange={(event) => onChange({ label: event.target.value })}
      />
      {choice('icon', ['chat', 'question', 'wave'], (value) => t(`channels.look.icons.${value}`))}
      {choice('side', ['left', 'right'], (value) => t(`channels.look.sides.${value}`))}
      {choice('theme', ['auto', 'light', 'dark'], (value) => t(`channels.look.themes.${value}`))}
    </>
  )
}

function ColorField({ color, onChange }: { readonly color: string; readonly onChange: (color: string) => void }) {
  const { t } = useText()
  return (
    <Field label={t('channels.look.color')} hint={t('channels.look.colorHint')}>
      {({ id, describedBy }) => (
        <div className="swatches">
          {colors.map((one) => (
            <button
              key={one}
              type="button"
              className="swatch"
              aria-label={t('channels.look.colorOf', { color: one })}
              aria-pressed={one === color}
              onClick={() => onChange(one)}
            >
              <svg viewBox="0 0 24 24" aria-hidden="true">
                <circle cx="12" cy="12" r="11" fill={one} />
              </svg>
            </button>
          ))}
          <input
            id={id}
            type="color"
            aria-describedby={describedBy}
            value={color}
            onChange={(event) => {
              const parsed = BrandColor.safeParse(event.target.value.toLowerCase())
              if (parsed.success) onChange(parsed.data)
            }}
          />
        </div>
      )}
    </Field>
  )
}
