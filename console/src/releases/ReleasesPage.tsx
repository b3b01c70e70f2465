import { Button, Tag } from "@carbon/react";
import { Undo } from "@carbon/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { releases as endpoint } from "../api/endpoints";
import { keys, useReleases } from "../api/queries";
import type { Release } from "../api/types";
import { Link, path } from "../app/router";
import { useTitle } from "../app/title";
import { may } from "../session/roles";
import { useSession } from "../session/session";
import { Confirm } from "../ui/Confirm";
import { Await, Empty } from "../ui/feedback";
import { useNotice } from "../ui/Notice";
import { Digest, Moment, shortDigest } from "../ui/words";
import { ReleaseFiles } from "./ReleaseFiles";

type Asked = { kind: "activate"; digest: string } | { kind: "rollback" };

export function ReleasesPage({ digest }: { digest: string | undefined }) {
  const { t } = useTranslation();
  const query = useReleases();
  const [asked, setAsked] = useState<Asked>();
  const session = useSession();
  useTitle(t("releases.title"));
  if (digest) {
    return <ReleaseFiles key={digest} digest={digest} />;
  }
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t("releases.title")}</h1>
        {may(session, "rollBackRelease") && (
          <Button
            kind="danger--tertiary"
            size="md"
            renderIcon={Undo}
            disabled={(query.data?.length ?? 0) < 2}
            onClick={() => setAsked({ kind: "rollback" })}
          >
            {t("releases.rollback")}
          </Button>
        )}
      </div>
      <Await query={query}>
        {(list) =>
          list.length === 0 ? (
            <Empty title={t("releases.empty")} text={t("releases.emptyText")} />
          ) : (
            <ReleaseTable
              releases={list}
              onActivate={
                may(session, "activateRelease")
                  ? (release) => setAsked({ kind: "activate", digest: release.digest })
                  : undefined
              }
            />
          )
        }
      </Await>
      {asked && <ReleaseDialog asked={asked} onClose={() => setAsked(undefined)} />}
    </div>
  );
}

interface ReleaseTableProps {
  releases: Release[];
  onActivate: ((release: Release) => void) | undefined;
}

function ReleaseTable({ releases, onActivate }: ReleaseTableProps) {
  const { t } = useTranslation();
  return (
    <table className="table" data-testid="releases">
      <caption className="hidden">{t("releases.title")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("releases.digest")}</th>
          <th scope="col">{t("releases.message")}</th>
          <th scope="col">{t("releases.files")}</th>
          <th scope="col">{t("releases.by")}</th>
          <th scope="col">{t("releases.created")}</th>
          <th scope="col">{t("releases.active")}</th>
        </tr>
      </thead>
      <tbody>
        {releases.map((release) => (
          <tr key={release.digest}>
            <td className="main-cell">
              <Digest value={release.digest} />
            </td>
            <td data-label={t("releases.message")}>{release.message}</td>
            <td data-label={t("releases.files")}>
              <Link to={path("releases", release.digest)} aria-label={`${t("releases.view")} ${shortDigest(release.digest)}`}>
                {t("releases.view")}
                {` (${Array.isArray(release.files) ? release.files.length : (release.files ?? "")})`}
              </Link>
            </td>
            <td data-label={t("releases.by")}>{release.createdBy}</td>
            <td data-label={t("releases.created")}>
              <Moment at={release.createdAt} />
            </td>
            <td data-label={t("releases.active")}>
              {release.active ? (
                <Tag type="green" size="sm">
                  {t("releases.active")}
                </Tag>
              ) : onActivate ? (
                <Button kind="tertiary" size="sm" onClick={() => onActivate(release)}>
                  {t("releases.activate")}
                </Button>
              ) : null}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function ReleaseDialog({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const notice = useNotice();
  const confirm = async () => {
    await (asked.kind === "activate" ? endpoint.activate(asked.digest) : endpoint.rollback());
    notice(t(asked.kind === "activate" ? "releases.activated" : "releases.rolledBack"));
    await client.invalidateQueries({ queryKey: keys.releases });
  };
  const digest = asked.kind === "activate" ? shortDigest(asked.digest) : "";
  return (
    <Confirm
      danger={asked.kind === "rollback"}
      title={t(`releases.${asked.kind}Title`)}
      text={t(`releases.${asked.kind}Text`, { digest })}
      confirm={t(`releases.${asked.kind}`)}
      onConfirm={confirm}
      onClose={onClose}
    />
  );
}
