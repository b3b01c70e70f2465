import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { startTheme } from "./app/theme";
import { giveStylesTheNonce } from "./csp/nonce";
import { startLanguage } from "./i18n";
import "./styles/index.scss";

giveStylesTheNonce();
startTheme();
startLanguage();

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
