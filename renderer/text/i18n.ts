import { createInstance, type i18n, type TFunction } from 'i18next'
import { useMemo } from 'react'
import { initReactI18next, useTranslation } from 'react-i18next'
import { en } from './en'
import { Formats, type Language } from './format'
import { ru } from './ru'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'text'
    resources: { text: typeof ru }
  }
}

/** Texts of one window. React escapes, so i18next must not: «Север & Дом» would become `&amp;`. */
export function createTexts(language: Language): i18n {
  const instance = createInstance()
  void instance.use(initReactI18next).init({
    lng: language,
    ns: ['text'],
    defaultNS: 'text',
    fallbackLng: false,
    interpolation: { escapeValue: false },
    resources: { ru: { text: ru }, en: { text: en } },
    initAsync: false,
  })
  return instance
}

/** Texts of one window: what `createTexts` made. */
export type Texts = i18n

export type Text = TFunction<'text'>

const formats = { ru: new Formats('ru'), en: new Formats('en') }

/** Sentences and formats in the operator's language. */
export function useText(): { readonly t: Text; readonly format: Formats; readonly language: Language } {
  const { t, i18n } = useTranslation('text')
  const language: Language = i18n.language === 'en' ? 'en' : 'ru'
  return useMemo(() => ({ t, format: formats[language], language }), [t, language])
}
