"""The team's words to begin a statement with."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import StringConstraints
from starlette.responses import Response

from app.core import text
from app.oversight.moderation import statements
from app.oversight.moderation.models import Action
from app.web.kit.addresses import url
from app.web.kit.asking import InTransaction, SignedIn
from app.web.kit.forms import Filled, Form, Pressed, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop
from app.web.oversight.rulings import Statement
from app.web.oversight.wording import ACTIONS

router = APIRouter(route_class=OneHop)


class TemplateForm(Form):
    title: Annotated[text.ShortLine, StringConstraints(min_length=3, max_length=80)]
    action: Literal[""] | Action = ""
    body: Statement

    @property
    def words(self) -> tuple[str, Action | None, str]:
        return self.title, self.action or None, self.body


TemplateFilled = Annotated[Filled[TemplateForm], Depends(filled(TemplateForm))]


@router.get("/moderation/templates", name="templates")
def index(session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    statements.require_keeper(viewer)
    kept = statements.kept(session)
    return page.show(
        "oversight/moderation/templates.html",
        templates=kept or statements.ours(),
        are_ours=not kept,
        actions=ACTIONS,
    )


@router.post("/moderation/templates", name="keep_templates")
def keep(_form: Pressed, session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    statements.take_over(session, viewer)
    return page.go("templates", said="saved")


@router.get("/moderation/templates/new", name="new_template")
def new(viewer: SignedIn, page: Page) -> Response:
    statements.require_keeper(viewer)
    return _form(page, Filled({}), url("new_template"))


@router.post("/moderation/templates/new", name="new_template")
def create(form: TemplateFilled, session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    statements.require_keeper(viewer)
    with form.checking():
        # Ours stay beside the first of the team's own.
        statements.take_over(session, viewer)
        statements.add(session, viewer, *form.data.words)
        return page.go("templates", said="saved")
    return _form(page, form, url("new_template"), status=422)


@router.get("/moderation/templates/{template_id:number}/edit", name="edit_template")
def edit(template_id: int, session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    row = statements.one(session, viewer, template_id)
    present = {"title": row.title, "action": row.action, "body": row.body}
    return _form(page, Filled(present), url("edit_template", template_id=template_id), template_id)


@router.post("/moderation/templates/{template_id:number}/edit", name="edit_template")
def change(
    template_id: int, form: TemplateFilled, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    row = statements.one(session, viewer, template_id)
    with form.checking():
        statements.change(session, viewer, row, form.data.words)
        return page.go("templates", said="saved")
    action = url("edit_template", template_id=template_id)
    return _form(page, form, action, template_id, status=422)


@router.post("/moderation/templates/{template_id:number}/delete", name="delete_template")
def delete(
    template_id: int, _form: Pressed, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    statements.delete(session, viewer, template_id)
    return page.go("templates", said="template-deleted")


def _form(
    page: PageMaker, form: Filled[Any], action: str, template_id: int = 0, status: int = 200
) -> Response:
    return page.show(
        "oversight/moderation/template.html",
        status=status,
        form=form,
        action=action,
        template_id=template_id,
        actions=[(kind.value, words[0]) for kind, words in ACTIONS.items()],
    )
