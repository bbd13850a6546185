package io.collab.samples.editor;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Puts the REST resources under {@code api/}, relative to the context path of the WAR. */
@ApplicationPath("api")
public final class EditorApplication extends Application {}
