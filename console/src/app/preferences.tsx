import { HeaderGlobalAction } from "@carbon/react";
import { Awake, Contrast, Moon, Translate } from "@carbon/icons-react";
import { useTranslation } from "react-i18next";
import { chooseLanguage, languageOf } from "../i18n";
import { chooseTheme, nextTheme, useTheme } from "./theme";

export function LanguageButton() {
  const { t, i18n } = useTranslation();
  const other = languageOf(i18n.language) === "en" ? "pt-BR" : "en";
  return (
    <HeaderGlobalAction aria-label={t("app.languageNow")} onClick={() => chooseLanguage(other)}>
      <Translate size={20} />
    </HeaderGlobalAction>
  );
}

export function ThemeButton() {
  const { t } = useTranslation();
  const theme = useTheme();
  const Icon = { system: Contrast, light: Awake, dark: Moon }[theme];
  return (
    <HeaderGlobalAction
      aria-label={t(`app.theme.${theme}`)}
      onClick={() => chooseTheme(nextTheme(theme))}
    >
      <Icon size={20} />
    </HeaderGlobalAction>
  );
}
