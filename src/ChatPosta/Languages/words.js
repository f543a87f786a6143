// Texts stand in the page, in the reader's language; scripts only fill in what they know.

export const fill = (text, ...values) => text.replace(/\{(\d)\}/g, (_, place) => values[place]);
