import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { en } from "./en";
import { ptBR } from "./ptBR";

export const LANGUAGES = ["en", "pt-BR"] as const;
export type Language = (typeof LANGUAGES)[number];

const KEY = "aleff.language";

/** `pt`, `pt-PT` and the like read Brazilian Portuguese; everything else reads English. */
export function languageOf(tag: string | null | undefined): Language {
  return tag?.toLowerCase().startsWith("pt") ? "pt-BR" : "en";
}

export function startLanguage(): void {
  const stored = window.localStorage.getItem(KEY);
  void i18next.use(initReactI18next).init({
    lng: languageOf(stored ?? navigator.language),
    fallbackLng: "en",
    resources: { en: { translation: en }, "pt-BR": { translation: ptBR } },
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  const setDocument = (language: string) => (document.documentElement.lang = language);
  i18next.on("languageChanged", setDocument);
  setDocument(i18next.language);
}

export function chooseLanguage(language: Language): void {
  window.localStorage.setItem(KEY, language);
  void i18next.changeLanguage(language);
}

/** The account's language counts until the user chooses another one in this browser. */
export function adoptLanguage(language: string | null | undefined): void {
  if (language && window.localStorage.getItem(KEY) === null) {
    void i18next.changeLanguage(languageOf(language));
  }
}
