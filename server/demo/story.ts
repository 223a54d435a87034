/** Who works in the demo company. */
export const people = [
  { login: 'olga', name: 'Ольга Смирнова', role: 'administrator' },
  { login: 'ivan', name: 'Иван Петров', role: 'employee' },
  { login: 'regina', name: 'Регина Ахметова', role: 'employee' },
  { login: 'timur', name: 'Тимур Соколов', role: 'employee' },
] as const

export type Login = (typeof people)[number]['login']

export const companyName = 'Север Дом'
export const channelName = 'Сайт «Север Дом»'
export const greeting = 'Здравствуйте! Подскажем по товарам, заказам и доставке.'

/** `at`: minutes before the demo begins. */
interface Moment {
  readonly at: number
}
interface ContactScene extends Moment {
  readonly kind: 'contact'
  readonly text: string
}
/** What one of the company does. */
export type OwnScene =
  | (Moment & { readonly kind: 'take' | 'close'; readonly by: Login })
  | (Moment & { readonly kind: 'reply'; readonly by: Login; readonly text: string })
  | (Moment & {
      readonly kind: 'note'
      readonly by: Login
      readonly text: string
      readonly mentions?: readonly Login[]
    })
  | (Moment & { readonly kind: 'transfer'; readonly by: Login; readonly to: Login })
  | (Moment & { readonly kind: 'observe'; readonly by: Login; readonly who: Login })
type Scene = ContactScene | OwnScene

export interface Story {
  readonly name: string
  readonly page: string
  readonly scenes: readonly Scene[]
}

const contact = (at: number, text: string): Scene => ({ kind: 'contact', at, text })
const take = (at: number, by: Login): Scene => ({ kind: 'take', at, by })
const reply = (at: number, by: Login, text: string): Scene => ({ kind: 'reply', at, by, text })
const close = (at: number, by: Login): Scene => ({ kind: 'close', at, by })

/** A morning in the shop: closed, answered and waiting conversations. What waits is given out as soon as somebody goes on duty. */
export const stories: readonly Story[] = [
  {
    name: 'Марина Лебедева',
    page: '/catalog/blankets',
    scenes: [
      contact(1_460, 'Добрый день! Плед «Фьорд» есть в сером цвете?'),
      take(1_459, 'ivan'),
      reply(1_457, 'ivan', 'Добрый день, Марина! Да, серый в наличии: 12 штук на складе в Петербурге.'),
      contact(1_455, 'Отлично, заказала. Спасибо!'),
      reply(1_454, 'ivan', 'Спасибо за заказ! Отправим сегодня до 18:00, трек-номер придёт на почту.'),
      close(1_450, 'ivan'),
    ],
  },
  {
    name: 'Павел Громов',
    page: '/orders/4093',
    scenes: [
      contact(1_310, 'Здравствуйте. Пришла лампа с трещиной на плафоне. Как вернуть?'),
      take(1_308, 'regina'),
      reply(1_305, 'regina', 'Здравствуйте, Павел! Очень жаль. Пришлите, пожалуйста, номер заказа, и мы всё решим.'),
      contact(1_302, 'Заказ 4093'),
      {
        kind: 'note',
        at: 1_300,
        by: 'regina',
        text: 'Это уже третья лампа с трещиной из этой партии, передала на склад.',
      },
      reply(
        1_298,
        'regina',
        'Отправили новый плафон курьером, привезёт завтра с 10 до 14. Старый возвращать не нужно.',
      ),
      contact(1_296, 'Вот это сервис! Благодарю.'),
      reply(1_295, 'regina', 'Рады помочь! Если что-то ещё понадобится, мы на связи.'),
      close(1_290, 'regina'),
    ],
  },
  {
    name: 'Екатерина Ли',
    page: '/delivery',
    scenes: [
      contact(190, 'Вы доставляете в Мурманск?'),
      take(188, 'timur'),
      reply(186, 'timur', 'Да, доставляем: до пункта выдачи 4–6 дней, курьером 5–7 дней.'),
      contact(184, 'Поняла, спасибо'),
      reply(183, 'timur', 'Пожалуйста! Будут вопросы, пишите.'),
      close(180, 'timur'),
    ],
  },
  {
    name: 'Дмитрий Орлов',
    page: '/orders/4127',
    scenes: [
      contact(96, 'Добрый день, заказ 4127 должен был приехать вчера. Где он?'),
      take(94, 'ivan'),
      reply(91, 'ivan', 'Добрый день, Дмитрий! Проверяю у службы доставки, это займёт пару минут.'),
      {
        kind: 'note',
        at: 88,
        by: 'ivan',
        text: 'Курьерская потеряла коробку на сортировке. Жду ответа от них до обеда.',
      },
      { kind: 'observe', at: 87, by: 'ivan', who: 'timur' },
      reply(85, 'ivan', 'Заказ задержался на сортировке в Твери. Приедет завтра до 15:00, доставку мы вам вернём.'),
    ],
  },
  {
    name: 'Анна Котова',
    page: '/catalog/lamps',
    scenes: [
      contact(58, 'Здравствуйте! Нужен светильник над стол, потолок 2,7 м. Что посоветуете?'),
      take(57, 'regina'),
      reply(55, 'regina', 'Здравствуйте, Анна! Какой длины стол и какой свет любите: тёплый или нейтральный?'),
      contact(52, 'Стол 160 см, свет тёплый'),
      {
        kind: 'note',
        at: 50,
        by: 'regina',
        text: 'Предложить «Лофотен» 90 см, на него сейчас скидка. Тимур, проверь, пожалуйста, остаток.',
        mentions: ['timur'],
      },
      reply(
        48,
        'regina',
        'Тогда рекомендую «Лофотен» 90 см: тёплый свет 2700 К, подвес регулируется от 40 до 120 см. До воскресенья на него скидка 15 %.',
      ),
    ],
  },
  {
    name: 'Сергей Никитин',
    page: '/catalog/tables',
    scenes: [
      contact(41, 'Можно ли заказать стол другой длины? Нужно 185 см.'),
      take(40, 'timur'),
      reply(38, 'timur', 'Добрый день! Столы на заказ ведёт Иван, передаю ему ваш вопрос.'),
      { kind: 'transfer', at: 37, by: 'timur', to: 'ivan' },
      reply(34, 'ivan', 'Сергей, здравствуйте! Сделаем 185 см, срок три недели, цена 46 900 ₽. Оформляем?'),
    ],
  },
  {
    name: 'Светлана Юрьева',
    page: '/catalog/curtains',
    scenes: [
      contact(12, 'Добрый день! Шторы «Иней» можно подшить под высоту 240?'),
      contact(11, 'И сколько это будет стоить?'),
    ],
  },
  {
    name: 'Гость',
    page: '/',
    scenes: [contact(3, 'Здравствуйте, а у вас есть шоурум в Москве?')],
  },
]
