import { fireEvent, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { refusal } from '#protocol/errors'
import { aScreen } from '#test/support/a-screen'
import { FakeBridge } from '#test/support/fake-bridge'
import { SignIn } from './SignIn'

const hubUrl = 'https://hub.sever-dom.example'

async function signingIn(over: { readonly hub?: string | null; readonly link?: string } = {}) {
  const session = { kind: 'signedOut' as const, hubUrl: over.hub === undefined ? hubUrl : over.hub, refusal: null }
  const bridge = new FakeBridge({ session })
  const shown = await aScreen(bridge, <SignIn session={session} link={over.link ?? null} />)
  const write = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })
  const press = async (name: string) => {
    fireEvent.click(screen.getByRole('button', { name }))
    await shown.settle()
  }
  return { bridge, write, press, ...shown }
}

describe('signing in', () => {
  it('sends login and password, and goes on duty unless one says no', async () => {
    const { bridge, write, press } = await signingIn()
    write('Логин', ' anna ')
    write('Пароль', 'secret')
    await press('Войти')
    fireEvent.click(screen.getByText('Сразу начать смену'))
    await press('Войти')
    expect(bridge.inputs('signIn')).toEqual([
      { hubUrl, login: 'anna', password: 'secret', goOnDuty: true },
      { hubUrl, login: 'anna', password: 'secret', goOnDuty: false },
    ])
  })

  it('asks for what is missing before it bothers the hub', async () => {
    const { bridge, write, press } = await signingIn()
    await press('Войти')
    expect(screen.getByText('Напишите логин.')).toBeTruthy()
    write('Логин', 'anna')
    await press('Войти')
    expect([screen.getByText('Напишите пароль.').textContent, bridge.inputs('signIn')]).toEqual([
      'Напишите пароль.',
      [],
    ])
  })

  it.each([
    [refusal('WRONG_CREDENTIALS', 'x'), 'Логин или пароль не подошли. Проверьте раскладку и попробуйте ещё раз.'],
    [refusal('NOT_CONNECTED', 'x'), 'Сервер hub.sever-dom.example не отвечает. Проверьте адрес и сеть.'],
    [
      refusal('TOO_MANY_ATTEMPTS', 'x', { retryAfterMs: 90_000 }),
      'Слишком много попыток. Попробуйте через 1\u00a0мин.',
    ],
  ])('keeps what was typed when refused: %o', async (said, sentence) => {
    const { bridge, write, press } = await signingIn()
    bridge.refuse('signIn', said)
    write('Логин', 'anna')
    write('Пароль', 'wrong')
    await press('Войти')
    expect([screen.getByRole('alert').textContent, screen.getByLabelText('Логин')]).toMatchObject([
      sentence,
      { value: 'anna' },
    ])
  })

  it('asks for the hub first when none is known, and refuses what is no address', async () => {
    const { write, press } = await signingIn({ hub: null })
    write('Адрес сервера', 'not an address')
    await press('Продолжить')
    expect(screen.getByText(/Это не похоже на адрес/)).toBeTruthy()
    write('Адрес сервера', 'hub.company.ru')
    await press('Продолжить')
    expect([screen.getByText('hub.company.ru').textContent, screen.getByLabelText('Логин')]).toBeTruthy()
  })

  it('shows the password on demand', async () => {
    const { write, press } = await signingIn()
    write('Пароль', 'раскладка')
    await press('Показать пароль')
    expect(screen.getByLabelText('Пароль').getAttribute('type')).toBe('text')
  })
})

describe('an invitation', () => {
  const invited = refusal('INVALID', 'a password is needed', {
    field: 'password',
    facts: { kind: 'invitation', login: 'vera', name: 'Вера Шаталова' },
  })

  it('asks for a password of its own before it is used up', async () => {
    const { bridge, write, press } = await signingIn()
    bridge.refuse('signInByLink', invited)
    await press('Войти по ссылке')
    write('Ссылка или код', 'k7Qm-P2xa')
    await press('Войти')
    expect(screen.getByText('Вера Шаталова')).toBeTruthy()
    write('Новый пароль', 'short')
    await press('Сохранить и войти')
    expect(screen.getByText('Нужно не меньше 12 знаков, сейчас 5.')).toBeTruthy()
    bridge.refuse('signInByLink', null)
    write('Новый пароль', 'correct horse battery')
    await press('Сохранить и войти')
    expect(bridge.inputs('signInByLink')).toEqual([
      { link: 'k7Qm-P2xa', password: null, goOnDuty: true },
      { link: 'k7Qm-P2xa', password: 'correct horse battery', goOnDuty: true },
    ])
  })

  it('opened as a page is used at once', async () => {
    const { bridge } = await signingIn({ link: 'https://hub.example/#/join/abc' })
    expect(bridge.inputs('signInByLink')).toMatchObject([{ link: 'https://hub.example/#/join/abc', password: null }])
  })

  it('that has lapsed says where to get another', async () => {
    const { bridge, write, press } = await signingIn()
    bridge.refuse('signInByLink', refusal('LINK_EXPIRED', 'x'))
    await press('Войти по ссылке')
    write('Ссылка или код', 'old')
    await press('Войти')
    expect(screen.getByRole('alert').textContent).toBe('Ссылка больше не действует. Попросите у администратора новую.')
  })
})
