import { Button, Form, InlineNotification, PasswordInput, Stack, TextInput } from "@carbon/react";
import { useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { session } from "../api/endpoints";
import { ApiError, explanationKey } from "../api/problem";
import { keys } from "../api/queries";
import { LanguageButton, ThemeButton } from "../app/preferences";
import { useTitle } from "../app/title";
import { Logo } from "../ui/Logo";

export function LoginPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  useTitle(t("login.title"));

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (username === "" || password === "") {
      setProblem("login.required");
      return;
    }
    setBusy(true);
    setProblem(undefined);
    try {
      const opened = await session.login(username, password);
      client.setQueryData(keys.session, opened);
    } catch (error) {
      const wrong = error instanceof ApiError && (error.status === 401 || error.status === 403);
      setProblem(wrong ? "login.wrong" : explanationKey(error));
      setBusy(false);
    }
  };
  return (
    <main className="login">
      <div className="login-preferences">
        <LanguageButton />
        <ThemeButton />
      </div>
      <Form className="login-card" onSubmit={(event: FormEvent) => void submit(event)} noValidate>
        <Stack gap={6}>
          <Logo size={40} />
          <h1>{t("login.title")}</h1>
          {problem && (
            <InlineNotification kind="error" lowContrast hideCloseButton role="alert" title={t(problem)} />
          )}
          <TextInput
            id="username"
            labelText={t("login.username")}
            autoComplete="username"
            autoFocus
            autoCapitalize="none"
            value={username}
            onChange={(event) => setUsername(event.target.value)}
          />
          <PasswordInput
            id="password"
            labelText={t("login.password")}
            autoComplete="current-password"
            showPasswordLabel={t("login.show")}
            hidePasswordLabel={t("login.hide")}
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
          <Button type="submit" disabled={busy} className="login-submit">
            {busy ? t("login.busy") : t("login.submit")}
          </Button>
        </Stack>
      </Form>
    </main>
  );
}
