package io.collab.jpa;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The dependencies of this adapter: the API and the SPI, JDBC, the JDK and the libraries of the adapter. */
@AnalyzeClasses(packages = "io.collab.jpa", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {
    @ArchTest
    static final ArchRule adapters_do_not_import_the_runtime_or_an_engine =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("io.collab.runtime..", "io.collab.crdt..");

    @ArchTest
    static final ArchRule the_adapter_imports_api_spi_jdbc_and_its_libraries = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.collab.api..",
                    "io.collab.spi..",
                    "io.collab.jpa..",
                    "java..",
                    "javax.sql..",
                    "javax.naming..",
                    "org.jspecify..",
                    "com.zaxxer.hikari..",
                    "org.postgresql..");
}
