package io.collab.samples.editor;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * The list of documents over REST. Every response has an entity tag and {@code Cache-Control: no-cache}: a cache may
 * store it but must revalidate it. {@code If-Match} is optional; without it a request overwrites the title
 * unconditionally.
 */
@Path("documents")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Dependent
public class DocumentsResource {
    private final DocumentList documents;

    @Inject
    DocumentsResource(DocumentList documents) {
        this.documents = documents;
    }

    @GET
    public Response list(@Context Request request) {
        List<EditorDocument> found = documents.newestFirst();
        EntityTag tag = tagOf(found);
        ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        if (unchanged != null) {
            return revalidated(unchanged, tag);
        }
        JsonArrayBuilder array = Json.createArrayBuilder();
        found.forEach(document -> array.add(json(document)));
        return revalidated(
                Response.ok(Json.createObjectBuilder().add("documents", array).build()), tag);
    }

    @POST
    public Response create(InputStream body) throws IOException {
        DocumentBody wanted = DocumentBody.read(body);
        EditorDocument document = documents.create(wanted.title(), wanted.kind());
        return answer(Response.created(URI.create("documents/" + document.id())), document);
    }

    @GET
    @Path("{id}")
    public Response get(@PathParam("id") String id, @Context Request request) {
        EditorDocument document = documents.get(id);
        ResponseBuilder unchanged = request.evaluatePreconditions(tagOf(document));
        return unchanged == null ? answer(Response.ok(), document) : revalidated(unchanged, tagOf(document));
    }

    @PUT
    @Path("{id}")
    public Response rename(@PathParam("id") String id, @Context Request request, InputStream body) throws IOException {
        DocumentTitle title = DocumentBody.read(body).title();
        EditorDocument document = documents.rename(id, title, stored -> requireMatch(request, stored));
        return answer(Response.ok(), document);
    }

    @DELETE
    @Path("{id}")
    public Response delete(@PathParam("id") String id, @Context Request request) {
        documents.delete(id, stored -> requireMatch(request, stored));
        return Response.noContent().cacheControl(noCache()).build();
    }

    private static void requireMatch(Request request, EditorDocument stored) {
        if (request.evaluatePreconditions(tagOf(stored)) != null) {
            throw new ApiException(
                    ErrorCode.VERSION_MISMATCH,
                    "The document has changed since: it is now " + tagOf(stored).getValue() + ".");
        }
    }

    private static Response answer(ResponseBuilder builder, EditorDocument document) {
        return revalidated(builder.entity(json(document)), tagOf(document));
    }

    private static Response revalidated(ResponseBuilder builder, EntityTag tag) {
        return builder.tag(tag).cacheControl(noCache()).build();
    }

    static CacheControl noCache() {
        CacheControl control = new CacheControl();
        control.setNoCache(true);
        control.setNoTransform(false);
        return control;
    }

    private static EntityTag tagOf(EditorDocument document) {
        return new EntityTag(Long.toString(document.version()));
    }

    /** Computes the entity tag of the list from its content, so that the list needs no version of its own. */
    private static EntityTag tagOf(List<EditorDocument> documents) {
        StringBuilder content = new StringBuilder();
        documents.forEach(document -> content.append(document.id())
                .append(' ')
                .append(document.version())
                .append('\n'));
        return new EntityTag(UUID.nameUUIDFromBytes(content.toString().getBytes(StandardCharsets.UTF_8))
                .toString());
    }

    private static JsonObject json(EditorDocument document) {
        return Json.createObjectBuilder()
                .add("id", document.id())
                .add("title", document.title())
                .add("kind", document.kind().label())
                .add("createdAt", document.createdAt().toString())
                .add("updatedAt", document.updatedAt().toString())
                .build();
    }
}
