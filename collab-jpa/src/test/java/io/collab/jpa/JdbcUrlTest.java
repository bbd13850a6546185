package io.collab.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.api.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JdbcUrlTest {
    private static final String FORCED = ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";

    @ParameterizedTest
    @CsvSource({
        "jdbc:h2:file:./data/collab, jdbc:h2:async:./data/collab",
        "jdbc:h2:file:data/collab, jdbc:h2:async:data/collab",
        "jdbc:h2:./collab, jdbc:h2:async:./collab",
        "jdbc:h2:~/collab, jdbc:h2:async:~/collab",
        "jdbc:h2:/var/collab, jdbc:h2:async:/var/collab",
        "jdbc:h2:C:/collab, jdbc:h2:async:C:/collab",
        "jdbc:h2:mem:collab, jdbc:h2:mem:collab",
        "jdbc:h2:nio:/var/collab, jdbc:h2:nio:/var/collab",
        "jdbc:h2:tcp://localhost/collab, jdbc:h2:tcp://localhost/collab",
        "jdbc:h2:mem:x;WRITE_DELAY=500;mode=postgresql, jdbc:h2:mem:x;mode=postgresql",
        "jdbc:h2:mem:x;write_delay=9;db_close_on_exit=true, jdbc:h2:mem:x"
    })
    void h2GetsDurableCommitsAndAFileSystemThatSurvivesInterrupts(String configured, String expected) {
        assertThat(JdbcUrl.of(configured).text()).isEqualTo(expected + FORCED);
    }

    @Test
    void aPostgresUrlIsUnchanged() {
        assertThat(JdbcUrl.of("jdbc:postgresql://db/app?ssl=true").text())
                .isEqualTo("jdbc:postgresql://db/app?ssl=true");
    }

    @Test
    void anotherDatabaseIsRefusedWithoutTheUrlInTheMessage() {
        assertThatThrownBy(() -> JdbcUrl.of("jdbc:mysql://root:secret@db/app"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageNotContaining("secret");
    }
}
