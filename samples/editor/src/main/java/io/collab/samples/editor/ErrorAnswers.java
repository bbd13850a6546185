package io.collab.samples.editor;

import jakarta.json.Json;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;

/** Maps every failure to {@code {"code", "message"}}: a stable code for programs, a sentence for users. */
@Provider
public class ErrorAnswers implements ExceptionMapper<Throwable> {
    private static final Logger LOG = System.getLogger(ErrorAnswers.class.getName());

    @Override
    public Response toResponse(Throwable failure) {
        if (failure instanceof ApiException known) {
            return answer(known.code().status(), known.code().code(), String.valueOf(known.getMessage()));
        }
        if (failure instanceof WebApplicationException http) {
            return ofContainer(http.getResponse());
        }
        if (failure instanceof ProcessingException) { // the server's parser of headers
            ErrorCode code = ErrorCode.HEADER_INVALID;
            return answer(code.status(), code.code(), "A header of the request cannot be read.");
        }
        if (failure instanceof IOException) { // the client has sent a part of the body only
            ErrorCode code = ErrorCode.BODY_INVALID;
            return answer(code.status(), code.code(), "The body of the request cannot be read.");
        }
        LOG.log(Level.ERROR, "a request failed", failure);
        ErrorCode code = ErrorCode.INTERNAL_ERROR;
        return answer(code.status(), code.code(), "Something failed on the server; its log has the cause.");
    }

    /** Maps a failure of JAX-RS itself: 404 is {@code not-found}, 405 {@code method-not-allowed} and so on. */
    private static Response ofContainer(Response response) {
        String reason = response.getStatusInfo().getReasonPhrase();
        Response answer =
                answer(response.getStatus(), reason.toLowerCase(Locale.ROOT).replace(' ', '-'), reason + ".");
        String allow = response.getHeaderString("Allow");
        return allow == null
                ? answer
                : Response.fromResponse(answer).header("Allow", allow).build();
    }

    private static Response answer(int status, String code, String message) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .cacheControl(DocumentsResource.noCache())
                .tag(new EntityTag(code))
                .entity(Json.createObjectBuilder()
                        .add("code", code)
                        .add("message", message)
                        .build())
                .build();
    }
}
