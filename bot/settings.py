"""Every setting, with its unit and its reason. What is not set keeps its door shut; nothing set at all is the demo."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "CONCERTMASTER_"
LOOPBACK = ("127.0.0.1", "::1", "localhost")
DEMO_PORT = 8642


class StoreSettings(BaseModel, frozen=True):
    """Where what is remembered is kept."""

    url: SecretStr = Field(
        SecretStr("sqlite:///.concertmaster/concertmaster.db"),
        description="Address of the database: a SQLite file, or PostgreSQL 15 or newer. It may hold a password.",
    )


class WebSettings(BaseModel, frozen=True):
    """The browser's door."""

    host: str = Field("127.0.0.1", description="Address to listen on. Without sign-in, loopback only.")
    port: int = Field(8642, ge=1, le=65535, description="Port to listen on.")


class ServerSettings(BaseModel, frozen=True, extra="forbid"):
    """What `concertmaster run` listens on, for health and for platforms that post to us."""

    host: str = Field(
        "127.0.0.1", description="Address to listen on. Platforms come by a proxy that speaks TLS for us."
    )
    port: int = Field(8643, ge=1, le=65535, description="Port to listen on.")
    address: str = Field(
        "",
        pattern=r"^(https?://[^/?#\s]+)?$",
        description="How it is reached from outside, as https://concertmaster.example; for OAuth and links to lines.",
    )


class WorkerSettings(BaseModel, frozen=True, extra="forbid"):
    """What is `concertmaster worker`'s alone."""

    port: int | None = Field(
        None, ge=1, le=65535, description="Port on 127.0.0.1 at which it says whether it is well. Unset: none."
    )


class VaultSettings(BaseModel, frozen=True, extra="forbid"):
    """The keys that seal what platforms trust us with."""

    keys: SecretStr | None = Field(
        None,
        description="Master keys, 32 bytes each in base64, parted by commas. The first seals, the others only open.",
    )
    key_file: Path | None = Field(
        None, description="File with master keys, one a line, that nobody else may read; `rotate-keys --new` makes it."
    )


class SlackSettings(BaseModel, frozen=True, extra="forbid"):
    """The door to Slack: to one workspace by its token, or to all that connect the app by OAuth."""

    transport: Literal["http", "socket"] = Field(
        "http", description="How Slack reaches us: `http` posts to /slack/events, `socket` is Socket Mode, from inside."
    )
    bot_token: SecretStr | None = Field(None, description="The bot's token (xoxb-...), from the app's installation.")
    signing_secret: SecretStr | None = Field(None, description="With what Slack signs what it posts; for `http`.")
    app_token: SecretStr | None = Field(None, description="The app's own token (xapp-...); for `socket`.")
    api_base: str = Field("https://slack.com/api/", description="Where Slack's methods are; another one for tests.")
    client_id: str = Field("", description="The app's client id; with it workspaces are connected by OAuth.")
    client_secret: SecretStr | None = Field(None, description="The app's client secret; for OAuth.")
    authorize_at: str = Field(
        "https://slack.com/oauth/v2/authorize", description="Where Slack asks who installs; another one for tests."
    )

    @property
    def by_oauth(self) -> bool:
        """Whether workspaces are connected by OAuth, and not by a token of these settings."""
        return bool(self.client_id) and self.bot_token is None

    def missing(self) -> list[str]:
        """The settings without which this door cannot be opened."""
        wanted = {"client_secret": self.client_secret} if self.by_oauth else {"bot_token": self.bot_token}
        if self.transport == "http":
            wanted["signing_secret"] = self.signing_secret
        else:
            wanted["app_token"] = self.app_token
        unset = [name for name, value in wanted.items() if value is None or not value.get_secret_value()]
        return [f"{PREFIX}SLACK__{name}".upper() for name in unset]


class TeamsSettings(BaseModel, frozen=True, extra="forbid"):
    """The door to Microsoft Teams: one app registration, and the tenants that may use it."""

    app_id: str = Field(
        "",
        pattern=r"^[0-9A-Za-z-]{0,64}$",
        description="The bot's app id. Unset: nobody is authenticated, so it is answered on a loopback address alone.",
    )
    app_type: Literal["single", "multi"] = Field(
        "single", description="How the app is registered: for one tenant, or (before August 2025) for many."
    )
    tenant: str = Field(
        "", pattern=r"^[0-9A-Za-z.-]{0,120}$", description="The tenant's id in which the app is registered."
    )
    secret: SecretStr | None = Field(None, description="The app's client secret; or else a certificate or an identity.")
    certificate: Path | None = Field(None, description="PEM file with the private key of the app's certificate.")
    thumbprint: str = Field(
        "", pattern=r"^([0-9A-Fa-f]{40})?$", description="The certificate's SHA-1 thumbprint, 40 hex digits."
    )
    managed_identity: bool = Field(
        False, description="Whether the app is a user-assigned managed identity, where Azure is the host."
    )
    allowed_tenants: str = Field(
        "", description="Ids of the tenants that are answered, parted by commas. Unset: `tenant` alone."
    )
    service_hosts: str = Field(
        "",
        description="Hosts that messages may be sent to, parted by commas. Unset: those of Microsoft in the cloud.",
    )
    cloud: Literal["public", "usgov"] = Field(
        "public",
        description="Which Microsoft cloud: `public` (with GCC) or `usgov` (GCC High; DoD with its `service_hosts`).",
    )
    metadata_at: str = Field(
        "",
        pattern=r"^(https?://[^?#\s]+)?$",
        description="Where it is said which keys sign what comes from Teams; another one for tests.",
    )
    login_at: str = Field(
        "", pattern=r"^(https?://[^/?#\s]+)?$", description="Where tokens are given out; another one for tests."
    )

    @model_validator(mode="after")
    def _one_credential(self) -> Self:
        if sum([bool(self.secret), self.certificate is not None, self.managed_identity]) > 1:
            raise ValueError("one of secret, certificate and managed_identity, not several")
        return self

    @property
    def tenants(self) -> frozenset[str]:
        """The tenants that are answered, in small letters."""
        return _parted(self.allowed_tenants or self.tenant)

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts that messages may be sent to."""
        return _parted(self.service_hosts) or TEAMS_HOSTS[self.cloud]

    def missing(self, listens_on: str = LOOPBACK[0]) -> list[str]:
        """The settings without which this door cannot be opened on such an address."""
        if not self.app_id:
            return [] if listens_on in LOOPBACK else [_in_teams("app_id")]
        unset = [] if self.secret or self.certificate or self.managed_identity else ["secret"]
        unset += ["thumbprint"] if self.certificate and not self.thumbprint else []
        unset += ["tenant"] if self.app_type == "single" and not self.tenant else []
        unset += ["allowed_tenants"] if self.app_type == "multi" and not self.tenants else []
        return [_in_teams(name) for name in unset]


TEAMS_HOSTS: Mapping[str, frozenset[str]] = {
    "public": frozenset({"smba.trafficmanager.net", "smba.infra.gcc.teams.microsoft.com"}),
    "usgov": frozenset({"smba.infra.gov.teams.microsoft.us", "smba.infra.dod.teams.microsoft.us"}),
}
"""Where Microsoft's connector is, in each cloud."""


def _parted(said: str) -> frozenset[str]:
    return frozenset(one.strip().lower() for one in said.split(",") if one.strip())


def _in_teams(name: str) -> str:
    return f"{PREFIX}TEAMS__{name}".upper()


class MeaningSettings(BaseModel, frozen=True, extra="forbid"):
    """What says how near a task and a line are in meaning: an endpoint, or a model on this machine; docs/meaning.md."""

    base_url: str = Field(
        "",
        pattern=r"^(https?://[^?#\s]+)?$",
        description="An OpenAI-compatible endpoint for embeddings, as https://api.example/v1. Tasks are sent there as "
        "people wrote them, and the lines of the score.",
    )
    model: str = Field("", max_length=160, description="The endpoint's name for its model.")
    key: SecretStr | None = Field(None, description="The endpoint's key. Unset: it wants none.")
    dimensions: int | None = Field(
        None, ge=1, le=8192, description="Numbers for each text, where the endpoint can be asked for fewer. Unset: all."
    )
    time_limit: float = Field(
        0.8, gt=0, le=3, description="Seconds that a check-in waits for it at most; then words alone rank."
    )
    texts_per_request: int = Field(32, ge=1, le=2048, description="Texts that the endpoint takes at once.")
    folder: Path | None = Field(
        None, description="Folder with all-MiniLM-L6-v2, instead of an endpoint; wants `concertmaster[meaning]`."
    )

    def wrong(self) -> tuple[list[str], list[str]]:
        """The settings that are missing, and those of which only one can be."""
        if self.folder is not None and (self.base_url or self.model or self.key):
            return [], [_in_meaning("folder"), _in_meaning("base_url")]
        if self.folder is not None or (self.base_url and self.model):
            return [], []
        return [_in_meaning(name) for name in ("base_url", "model") if not getattr(self, name)], []


def _in_meaning(name: str) -> str:
    return f"{PREFIX}MEANING__{name}".upper()


class ModelSettings(BaseModel, frozen=True, extra="forbid"):
    """The model that words the coach's answers: an endpoint, and another one for when it is silent; docs/model.md."""

    base_url: str = Field(
        "",
        pattern=r"^(https?://[^?#\s]+)?$",
        description="An OpenAI-compatible endpoint for chat completions, as https://api.example/v1. Questions that the "
        "score answers are sent there with the lines that answer them, and without people's names.",
    )
    model: str = Field("", max_length=160, description="The endpoint's name for its model; on Azure the deployment.")
    key: SecretStr | None = Field(None, description="The endpoint's key. Unset: it wants none.")
    azure_api_version: str = Field(
        "",
        pattern=r"^[\w.-]{0,40}$",
        description="Azure's API version, as 2024-10-21, where the address is a resource's own, as "
        "https://NAME.openai.azure.com. Unset: the address ends in /v1, as with everybody else.",
    )
    second_base_url: str = Field(
        "", pattern=r"^(https?://[^?#\s]+)?$", description="Another endpoint, asked when the first is silent."
    )
    second_model: str = Field("", max_length=160, description="Its name for its model.")
    second_key: SecretStr | None = Field(None, description="Its key. Unset: it wants none.")
    deadline: float = Field(
        20, gt=0, le=60, description="Seconds that an answer may take in all; then the score answers without a model."
    )
    answer_tokens: int = Field(
        800,
        ge=64,
        le=8192,
        description="Tokens of one answer at most. A model that thinks first counts its thoughts: give it more.",
    )
    questions_a_day: int = Field(
        20,
        ge=1,
        le=1000,
        description="Questions of one person a day that go to the model; the others are answered too.",
    )
    tokens_a_day: int = Field(
        200_000,
        ge=1000,
        le=1_000_000_000,
        description="Tokens, in and out, of one organisation a day (UTC): some seventy questions of 2,800.",
    )

    def wrong(self) -> list[str]:
        """The settings that are missing, without which it cannot be asked."""
        wanted = ["base_url", "model"]
        wanted += ["key"] if self.azure_api_version else []
        wanted += ["second_base_url", "second_model"] if self._names_a_second else []
        return [f"{PREFIX}MODEL__{name}".upper() for name in wanted if not getattr(self, name)]

    @property
    def _names_a_second(self) -> bool:
        return bool(self.second_base_url or self.second_model or self.second_key)


class ClockSettings(BaseModel, frozen=True):
    """How often we look for what is due."""

    plan_every: float = Field(15, gt=0, description="Seconds between two looks for people who are due.")
    deliver_every: float = Field(2, gt=0, description="Seconds between two looks for what is to be sent later.")
    reconcile_every: float = Field(30, gt=0, description="Seconds between two sweeps of what was never finished.")


class Settings(BaseSettings):
    """All of them, read from the environment; groups and their settings are parted by two underscores."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        frozen=True,
        extra="forbid",
        nested_model_default_partial_update=True,
    )

    store: StoreSettings = StoreSettings()
    web: WebSettings | None = Field(None, description="Unset: no page but the demo's.")
    server: ServerSettings = ServerSettings()
    worker: WorkerSettings = WorkerSettings()
    vault: VaultSettings = VaultSettings()
    slack: SlackSettings | None = Field(None, description="Unset: no door to Slack.")
    teams: TeamsSettings | None = Field(None, description="Unset: no door to Microsoft Teams.")
    clock: ClockSettings = ClockSettings()
    meaning: MeaningSettings | None = Field(None, description="Unset: words alone rank.")
    model: ModelSettings | None = Field(None, description="Unset: the score answers by itself.")
    lessons: Path | None = Field(None, description="Folder with lessons of your own coaches. Unset: ours alone.")

    @property
    def has_door(self) -> bool:
        """Whether an organisation can come in anywhere: else commands are about the demo."""
        return self.slack is not None or self.teams is not None


def demo_folder() -> Path:
    """Where the demo keeps what is typed into it."""
    return Path(".concertmaster")


def described() -> Iterator[tuple[str, str, str]]:
    """Every setting: its name in the environment, its default, and what it is for."""
    groups: dict[str, type[BaseModel]] = {
        "store": StoreSettings,
        "web": WebSettings,
        "server": ServerSettings,
        "worker": WorkerSettings,
        "vault": VaultSettings,
        "slack": SlackSettings,
        "teams": TeamsSettings,
        "clock": ClockSettings,
        "meaning": MeaningSettings,
        "model": ModelSettings,
    }
    for group, kind in groups.items():
        for name, field in kind.model_fields.items():
            yield f"{PREFIX}{group}__{name}".upper(), _default(field.default), field.description or ""
    for name in ("lessons",):
        field = Settings.model_fields[name]
        yield f"{PREFIX}{name}".upper(), _default(field.default), field.description or ""


def named(where: Sequence[int | str]) -> str:
    """The name in the environment of a setting that pydantic tells of by its place."""
    return f"{PREFIX}{'__'.join(str(one) for one in where)}".upper()


def _default(value: Any) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)


def table() -> str:
    """The settings as a page of the documentation."""
    rows = [f"| `{name}` | `{default}` | {what} |" for name, default, what in described()]
    head = [
        "# Settings",
        "",
        "Made by `concertmaster settings`; a test compares. Everything is read from the environment.",
        "",
        "| setting | default | what it is for |",
        "|---|---|---|",
    ]
    return "\n".join([*head, *rows, ""])
