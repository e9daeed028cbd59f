"""The pages, a module each."""

from fastapi import APIRouter

from tocsin.web.pages import add, agreement, api, audit, codebook, event, log_in, overview, report, review, settings, story

ROUTERS: tuple[APIRouter, ...] = tuple(
    [module.router for module in (overview, story, event, report, review, agreement, add, codebook, audit, settings, log_in, api)]
)
