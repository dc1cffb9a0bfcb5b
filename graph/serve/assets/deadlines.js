"use strict";
/** Values of deadlines in words, Chinese and English, by the forms of graph/asking/deadline_words.json, which deadline_words.py reads too. */
globalThis.deadlineWords = ({ parts, months, forms }) => {
  const LONGEST = 40;
  const pattern = (form) => new RegExp(`^(?:${form.replace(/<(\w+)>/g, (_, part) => parts[part])})$`);
  const compiled = new Map(Object.entries(forms).map(([name, all]) => [name, all.map(([form, ...said]) => [pattern(form), said])]));
  const field = (how, text, language) => {
    if (!how) return text;
    if (how === "number") return String(Number(text));
    return how === "month" ? months[Number(text) - 1] : said([how], text, language);
  };
  const filled = (template, found, language) => {
    let known = true;
    const text = template.replace(/\{(\d)(?::(\w+))?\}/g, (_, place, how) => {
      const part = field(how, found[place], language);
      known &&= part !== null;
      return part;
    });
    return known ? text : null;
  };
  const said = (names, value, language) => {
    for (const name of names)
      for (const [form, templates] of compiled.get(name) ?? []) {
        const found = form.exec(value);
        if (found) return filled(templates[language], found, language);
      }
    return null;
  };
  return (value, kind = "") => {
    const words = value.length > LONGEST ? [null] : [0, 1].map((language) => said([kind, "any"], value, language));
    return words.includes(null) ? [value, value] : words;
  };
};
