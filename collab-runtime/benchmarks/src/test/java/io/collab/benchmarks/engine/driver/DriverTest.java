package io.collab.benchmarks.engine.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.crdt.lib0.Any;
import io.collab.crdt.lib0.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The driver against the answers of npm yjs 13.6.33 (with y-protocols 1.0.7). session.jsonl has one command per line
 * and the answer to it, recorded from a program that runs the same commands on npm yjs; some of them must fail.
 */
class DriverTest {
    private static final int DEPTH = 1_000;

    private record Exchange(Any command, Any answer) {}

    @Test
    void answersAsYjsDoes() throws Exception {
        List<Exchange> session = session();
        List<Any> answers = answers(session.stream()
                .map(exchange -> Json.stringify(exchange.command))
                .collect(Collectors.joining("\n")));
        assertThat(answers).hasSameSizeAs(session);
        for (int i = 0; i < answers.size(); i++) {
            Exchange exchange = session.get(i);
            assertThat(comparable(answers.get(i)))
                    .as(Json.stringify(exchange.command))
                    .isEqualTo(comparable(exchange.answer));
        }
    }

    @Test
    void everyLineIsAnsweredInOrderAndNoneEndsTheDriver() throws Exception {
        String deep = "[".repeat(20_000) + "]".repeat(20_000);
        List<Any> answers = answers("{not JSON\n\n  \n[1]\n{\"id\":1}\n"
                + "{\"id\":2,\"op\":\"doc\",\"doc\":\"d\"}\n"
                + "{\"id\":3,\"op\":\"map.set\",\"doc\":\"d\",\"t\":[\"map:m\"],\"k\":\"k\",\"v\":" + deep + "}\n"
                + "{\"id\":4,\"op\":\"read\",\"doc\":\"d\",\"t\":[\"map:m\"],\"as\":\"content\"}\n"
                + "{\"id\":5,\"op\":\"quit\"}\n"
                + "{\"id\":6,\"op\":\"ping\"}");
        assertThat(answers)
                .extracting(answer -> field(answer, "id"))
                .containsExactly(Any.NULL, Any.NULL, number(1), number(2), number(3), number(4));
        assertThat(Json.stringify(answers.get(5))).contains(deep);
    }

    private static List<Any> answers(String commands) throws InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DriverMain.serve(new ByteArrayInputStream(commands.getBytes(StandardCharsets.UTF_8)), out);
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> Json.parse(line, 30_000))
                .toList();
    }

    private static List<Exchange> session() throws IOException {
        try (InputStream in = DriverTest.class.getResourceAsStream("session.jsonl")) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> Json.parse(line, DEPTH))
                    .map(line -> new Exchange(field(line, "c"), field(line, "a")))
                    .toList();
        }
    }

    /** Removes the messages of errors. */
    private static Any comparable(Any answer) {
        if (answer instanceof Any.Array array) {
            return new Any.Array(new ArrayList<>(
                    array.items().stream().map(DriverTest::comparable).toList()));
        } else if (answer instanceof Any.Obj object) {
            Map<String, Any> entries = new LinkedHashMap<>();
            object.entries().forEach((key, value) -> {
                if (!key.equals("msg")) {
                    entries.put(key, comparable(value));
                }
            });
            return new Any.Obj(entries);
        }
        return answer;
    }

    private static Any field(Any object, String name) {
        return ((Any.Obj) object).entries().getOrDefault(name, Any.UNDEFINED);
    }

    private static Any number(double value) {
        return new Any.Num(value);
    }
}
