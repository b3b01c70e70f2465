import {
  Header,
  HeaderGlobalAction,
  HeaderGlobalBar,
  HeaderMenuButton,
  HeaderMenuItem,
  HeaderName,
  HeaderNavigation,
  HeaderSideNavItems,
  SideNav,
  SkipToContent,
} from "@carbon/react";
import { Keyboard, Logout } from "@carbon/icons-react";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useLive } from "../api/live";
import { useApprovals } from "../api/queries";
import { obstacle } from "../inbox/triage";
import { may, type Deed } from "../session/roles";
import { useLogout, useSession } from "../session/session";
import { Logo } from "../ui/Logo";
import { usePageKeys } from "../ui/shortcuts";
import { goTo } from "./goTo";
import { LanguageButton, ThemeButton } from "./preferences";
import { linkTo, navigate, path, usePlace } from "./router";
import { ShortcutHelp } from "./ShortcutHelp";

const SECTIONS = ["inbox", "runs", "releases", "audit", "operations"] as const;

const GUARDED: Partial<Record<(typeof SECTIONS)[number], Deed>> = {
  audit: "readAudit",
  operations: "readChecks",
};

export function Shell({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [menuOpen, setMenuOpen] = useState(false);
  const [helpOpen, setHelpOpen] = useState(false);
  const [prefix, setPrefix] = useState("");
  const logout = useLogout();

  usePageKeys((key) => {
    const next = goTo(prefix, key);
    setPrefix(next.prefix);
    if (next.section) {
      navigate(path(next.section));
    } else if (key === "?") {
      setHelpOpen(true);
    }
    return next.used || key === "?";
  });
  return (
    <>
      <Header aria-label={t("app.name")}>
        <SkipToContent>{t("app.skip")}</SkipToContent>
        <HeaderMenuButton
          aria-label={t(menuOpen ? "app.closeMenu" : "app.menu")}
          isActive={menuOpen}
          onClick={() => setMenuOpen(!menuOpen)}
        />
        <HeaderName prefix="" {...linkTo("/inbox")} className="brand">
          <span className="brand-name">
            <Logo />
            {t("app.name")}
          </span>
        </HeaderName>
        <HeaderNavigation aria-label={t("app.navigation")}>
          <Sections onNavigate={() => setMenuOpen(false)} />
        </HeaderNavigation>
        <HeaderGlobalBar>
          <Connection />
          <Account />
          <HeaderGlobalAction className="wide-only" aria-label={t("app.help")} onClick={() => setHelpOpen(true)}>
            <Keyboard size={20} />
          </HeaderGlobalAction>
          <LanguageButton />
          <ThemeButton />
          <HeaderGlobalAction aria-label={t("app.logout")} tooltipAlignment="end" onClick={() => void logout()}>
            <Logout size={20} />
          </HeaderGlobalAction>
        </HeaderGlobalBar>
        {menuOpen && (
          <SideNav
            aria-label={t("app.navigation")}
            expanded
            isPersistent={false}
            onOverlayClick={() => setMenuOpen(false)}
          >
            <HeaderSideNavItems>
              <Sections onNavigate={() => setMenuOpen(false)} />
            </HeaderSideNavItems>
          </SideNav>
        )}
      </Header>
      <main id="main-content" tabIndex={-1}>
        {children}
        {helpOpen && <ShortcutHelp onClose={() => setHelpOpen(false)} />}
      </main>
    </>
  );
}

function Sections({ onNavigate }: { onNavigate: () => void }) {
  const { t } = useTranslation();
  const { segments } = usePlace();
  const here = segments[0] ?? "inbox";
  const session = useSession();
  const open = useApprovals("open").data ?? [];
  const mine = open.filter((approval) => !obstacle({ decisions: [], ...approval }, session)).length;
  const sections = SECTIONS.filter((section) => {
    const deed = GUARDED[section];
    return deed === undefined || may(session, deed);
  });
  return sections.map((section) => {
    const link = linkTo(path(section));
    return (
      <HeaderMenuItem
        key={section}
        href={link.href}
        isActive={here === section}
        aria-current={here === section ? "page" : undefined}
        onClick={(event) => {
          link.onClick(event);
          onNavigate();
        }}
      >
        {t(`app.${section}`)}
        {section === "inbox" && mine > 0 && <span className="count">{mine}</span>}
      </HeaderMenuItem>
    );
  });
}

function Connection() {
  const { t } = useTranslation();
  const { connection } = useLive();
  return (
    <div className="connection" data-connection={connection} role="status">
      <span className="connection-dot" aria-hidden="true" />
      <span className="connection-word">{t(`app.connection.${connection}`)}</span>
    </div>
  );
}

function Account() {
  const { t } = useTranslation();
  const session = useSession();
  const name = session.displayName || session.username;
  return (
    <div className="account" title={t("app.account", { name, tenant: session.tenant })}>
      {name}
    </div>
  );
}
