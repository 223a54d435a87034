import type { FieldNeed, SiteSettings } from '#protocol/web-site'
import { useText } from '../../text/i18n'
import { Segmented } from '../../ui/Segmented'
import { Switch } from '../../ui/Switch'
import { TextArea } from '../../ui/TextField'

const needs: readonly FieldNeed[] = ['off', 'optional', 'required']
const longestAway = 250

interface Props {
  readonly site: SiteSettings
  readonly onChange: (part: Partial<SiteSettings>) => void
  /** Shows the moment that what is changed is about. */
  readonly onMoment: (moment: 'first' | 'away' | 'rating') => void
}

/** What a visitor is asked: before he writes, while nobody is there, and when it is over. */
export function WebAskFields({ site, onChange, onMoment }: Props) {
  const { t } = useText()
  const { ask, away, showsMessengers, showsFaces, asksRating } = site
  return (
    <>
      <section className="grid gap-2" aria-labelledby="web-ask">
        <h3 id="web-ask">{t('channels.look.ask')}</h3>
        <p className="text-text-2">{t('channels.look.askText')}</p>
        {(['name', 'phone', 'email'] as const).map((field) => (
          <div key={field} className="flex items-center justify-between gap-3">
            <span>{t(`channels.look.fields.${field}`)}</span>
            <Segmented
              label={t(`channels.look.fields.${field}`)}
              value={ask[field]}
              options={needs.map((value) => ({ value, label: t(`channels.look.needs.${value}`) }))}
              onChange={(value) => {
                onChange({ ask: { ...ask, [field]: value } })
                onMoment('first')
              }}
            />
          </div>
        ))}
      </section>
      <section className="grid gap-3" aria-labelledby="web-away">
        <h3 id="web-away">{t('channels.look.away')}</h3>
        <Switch
          label={t('channels.look.awayForm')}
          hint={t('channels.look.awayFormHint')}
          isOn={away.hasForm}
          onChange={(hasForm) => {
            onChange({ away: { ...away, hasForm } })
            onMoment('away')
          }}
        />
        <TextArea
          label={t('channels.look.awayText')}
          hint={t('channels.look.awayTextHint')}
          maxLength={longestAway}
          end={
            <span className="text-micro text-text-3">
              {t('settings.channels.web.left', { length: away.text.length, limit: longestAway })}
            </span>
          }
          value={away.text}
          onFocus={() => onMoment('away')}
          onChange={(event) => onChange({ away: { ...away, text: event.target.value } })}
        />
      </section>
      <Switch
        label={t('channels.look.rating')}
        hint={t('channels.look.ratingHint')}
        isOn={asksRating}
        onChange={(isOn) => {
          onChange({ asksRating: isOn })
          if (isOn) onMoment('rating')
        }}
      />
      <Switch
        label={t('channels.look.faces')}
        hint={t('channels.look.facesHint')}
        isOn={showsFaces}
        onChange={(isOn) => onChange({ showsFaces: isOn })}
      />
      <Switch
        label={t('channels.look.messengers')}
        hint={t('channels.look.messengersHint')}
        isOn={showsMessengers}
        onChange={(isOn) => onChange({ showsMessengers: isOn })}
      />
    </>
  )
}
