import { Button } from "@carbon/react";
import { Component, type ReactNode } from "react";
import { Translation } from "react-i18next";
import { Empty } from "../ui/feedback";

interface Props {
  children: ReactNode;
  /** Another place clears the error. */
  place: string;
}

/** Keeps a bug in one page from taking the whole console along. */
export class ErrorBoundary extends Component<Props, { brokenAt?: string }> {
  override state: { brokenAt?: string } = {};

  static getDerivedStateFromProps(props: Props, state: { brokenAt?: string }) {
    return state.brokenAt === "" ? { brokenAt: props.place } : null;
  }

  static getDerivedStateFromError() {
    return { brokenAt: "" };
  }

  override render() {
    if (this.state.brokenAt === undefined || this.state.brokenAt !== this.props.place) {
      return this.props.children;
    }
    return (
      <Translation>
        {(t) => (
          <Empty title={t("app.crashed")} text={t("app.crashedText")}>
            <Button size="sm" onClick={() => window.location.reload()}>
              {t("app.reload")}
            </Button>
          </Empty>
        )}
      </Translation>
    );
  }
}
