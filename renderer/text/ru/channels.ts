/** A channel's settings. */
export const channels = {
  sections: 'Части настроек канала',
  section: {
    connection: 'Подключение',
    receivers: 'Кто отвечает',
    signature: 'Подпись',
    links: 'Ссылки',
    templates: 'Шаблоны',
    deadLetters: 'Необработанное',
  },
}
