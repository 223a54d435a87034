/** A place as a link the operator can open and copy. */
export const mapLink = (latitude: number, longitude: number): string =>
  `https://yandex.ru/maps/?pt=${longitude},${latitude}&z=16&l=map`
