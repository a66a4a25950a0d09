<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="en_GB">
<context>
    <name>AddDocumentPage</name>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n page</numerusform>
            <numerusform>%n pages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more file(s) after it</source>
        <translation>
            <numerusform>%n more file after it</numerusform>
            <numerusform>%n more files after it</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DossiersPage</name>
    <message numerus="yes">
        <source>%n dossier(s)</source>
        <translation>
            <numerusform>%n dossier</numerusform>
            <numerusform>%n dossiers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OutboxPage</name>
    <message numerus="yes">
        <source>%n change(s) wait for this one.</source>
        <translation>
            <numerusform>%n change waits for this one.</numerusform>
            <numerusform>%n changes wait for this one.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StatusStrip</name>
    <message numerus="yes">
        <source>%n change(s) waiting to be sent</source>
        <translation>
            <numerusform>%n change waiting to be sent</numerusform>
            <numerusform>%n changes waiting to be sent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) made at the same time</source>
        <translation>
            <numerusform>%n change made at the same time</numerusform>
            <numerusform>%n changes made at the same time</numerusform>
        </translation>
    </message>
</context>
</TS>
