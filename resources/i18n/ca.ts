<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ca_ES" sourcelanguage="en_GB">
<context>
    <name>AccessPage</name>
    <message>
        <source>Restricted access</source>
        <translation>Accés restringit</translation>
    </message>
    <message>
        <source>Only the secretary and the people you mark can read it. It disappears from everybody else&apos;s computer the next time it has connection; what they had not sent is kept for them.</source>
        <translation>Només hi tindran accés la secretaria i les persones que marqueu. Desapareixerà dels ordinadors dels altres la propera vegada que tinguin connexió; el que no havien enviat se&apos;ls conserva.</translation>
    </message>
    <message>
        <source>&amp;Legal ground</source>
        <translation>&amp;Motiu legal</translation>
    </message>
    <message>
        <source>&amp;Who may read it</source>
        <translation>&amp;Qui hi té accés</translation>
    </message>
    <message>
        <source>Who may read it</source>
        <translation>Qui hi té accés</translation>
    </message>
    <message>
        <source>Lift the restriction</source>
        <translation>Aixeca la restricció</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancel·la</translation>
    </message>
    <message>
        <source>Save who may read it</source>
        <translation>Desa qui hi té accés</translation>
    </message>
    <message>
        <source>Restrict the access</source>
        <translation>Restringeix l&apos;accés</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>&amp;Program</source>
        <translation>&amp;Programa</translation>
    </message>
    <message>
        <source>&amp;Dossier</source>
        <translation>&amp;Expedient</translation>
    </message>
    <message>
        <source>D&amp;ocument</source>
        <translation>D&amp;ocument</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Visualitza</translation>
    </message>
    <message>
        <source>D&amp;emonstration</source>
        <translation>De&amp;mostració</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>A&amp;juda</translation>
    </message>
    <message>
        <source>&amp;Search actions and dossiers…</source>
        <translation>&amp;Cerca accions i expedients…</translation>
    </message>
    <message>
        <source>Send &amp;now</source>
        <translation>Envia-ho &amp;ara</translation>
    </message>
    <message>
        <source>&amp;Undo the last change</source>
        <translation>&amp;Desfés l&apos;últim canvi</translation>
    </message>
    <message>
        <source>&amp;Prepare a stick for another computer…</source>
        <translation>&amp;Prepara un llapis per a un altre ordinador…</translation>
    </message>
    <message>
        <source>&amp;Install from a stick…</source>
        <translation>&amp;Instal·la des d&apos;un llapis…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Surt</translation>
    </message>
    <message>
        <source>&amp;New dossier…</source>
        <translation>&amp;Nou expedient…</translation>
    </message>
    <message>
        <source>&amp;Find dossiers</source>
        <translation>&amp;Cerca expedients</translation>
    </message>
    <message>
        <source>Open dossier</source>
        <translation>Obre l&apos;expedient</translation>
    </message>
    <message>
        <source>Change the dossier&apos;s data</source>
        <translation>Canvia les dades de l&apos;expedient</translation>
    </message>
    <message>
        <source>Change the dossier&apos;s phase</source>
        <translation>Canvia la fase de l&apos;expedient</translation>
    </message>
    <message>
        <source>Add an &amp;interested person…</source>
        <translation>Afegeix una persona &amp;interessada…</translation>
    </message>
    <message>
        <source>Change an interested person</source>
        <translation>Canvia una persona interessada</translation>
    </message>
    <message>
        <source>Remove an interested person</source>
        <translation>Treu una persona interessada</translation>
    </message>
    <message>
        <source>&amp;Close the dossier…</source>
        <translation>&amp;Tanca l&apos;expedient…</translation>
    </message>
    <message>
        <source>&amp;Reopen the dossier…</source>
        <translation>&amp;Reobre l&apos;expedient…</translation>
    </message>
    <message>
        <source>Re&amp;strict the access…</source>
        <translation>Re&amp;stringeix l&apos;accés…</translation>
    </message>
    <message>
        <source>Restrict the access to it</source>
        <translation>Restringeix-hi l&apos;accés</translation>
    </message>
    <message>
        <source>Change who may read it</source>
        <translation>Canvia qui hi té accés</translation>
    </message>
    <message>
        <source>Lift the restriction</source>
        <translation>Aixeca la restricció</translation>
    </message>
    <message>
        <source>&amp;Keep here</source>
        <translation>Conserva a&amp;quí</translation>
    </message>
    <message>
        <source>Keep here no &amp;longer</source>
        <translation>Deixa de conser&amp;var</translation>
    </message>
    <message>
        <source>&amp;Add a document…</source>
        <translation>&amp;Afegeix un document…</translation>
    </message>
    <message>
        <source>&amp;Sign…</source>
        <translation>&amp;Signa…</translation>
    </message>
    <message>
        <source>Show a document</source>
        <translation>Mostra un document</translation>
    </message>
    <message>
        <source>Change the document&apos;s data</source>
        <translation>Canvia les dades del document</translation>
    </message>
    <message>
        <source>Mark as f&amp;inal</source>
        <translation>Marca&apos;l com a &amp;definitiu</translation>
    </message>
    <message>
        <source>&amp;Discard the document…</source>
        <translation>D&amp;escarta el document…</translation>
    </message>
    <message>
        <source>&amp;Fetch the document</source>
        <translation>&amp;Porta el document a aquest ordinador</translation>
    </message>
    <message>
        <source>Keep this version</source>
        <translation>Queda&apos;t aquesta versió</translation>
    </message>
    <message>
        <source>Next &amp;page</source>
        <translation>Pàg&amp;ina següent</translation>
    </message>
    <message>
        <source>P&amp;revious page</source>
        <translation>Pàgina a&amp;nterior</translation>
    </message>
    <message>
        <source>&amp;Larger</source>
        <translation>Més g&amp;ran</translation>
    </message>
    <message>
        <source>S&amp;maller</source>
        <translation>Més pe&amp;tita</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>Torna-ho a enviar</translation>
    </message>
    <message>
        <source>Discard a change</source>
        <translation>Descarta un canvi</translation>
    </message>
    <message>
        <source>Choose a value</source>
        <translation>Tria un valor</translation>
    </message>
    <message>
        <source>&amp;File plan</source>
        <translation>&amp;Quadre de classificació</translation>
    </message>
    <message>
        <source>&amp;Dossiers</source>
        <translation>&amp;Expedients</translation>
    </message>
    <message>
        <source>&amp;Waiting to be sent</source>
        <translation>&amp;Pendent d&apos;enviar</translation>
    </message>
    <message>
        <source>&amp;Simultaneous changes</source>
        <translation>Canvis fets a&amp;lhora</translation>
    </message>
    <message>
        <source>Co&amp;mputers</source>
        <translation>Or&amp;dinadors</translation>
    </message>
    <message>
        <source>&amp;Ask again for the computers</source>
        <translation>&amp;Torna a demanar els ordinadors</translation>
    </message>
    <message>
        <source>Withdraw a computer&apos;s access</source>
        <translation>Retira l&apos;accés d&apos;un ordinador</translation>
    </message>
    <message>
        <source>Copy what only the computer holds</source>
        <translation>Copia què hi ha només a l&apos;ordinador</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>E&amp;nrere</translation>
    </message>
    <message>
        <source>Català</source>
        <translation>Català</translation>
    </message>
    <message>
        <source>Castellano</source>
        <translation>Castellano</translation>
    </message>
    <message>
        <source>English</source>
        <translation>English</translation>
    </message>
    <message>
        <source>&amp;Cut the line</source>
        <translation>&amp;Talla la línia</translation>
    </message>
    <message>
        <source>&amp;Bring the line back</source>
        <translation>To&amp;rna la línia</translation>
    </message>
    <message>
        <source>&amp;Open the second person&apos;s window</source>
        <translation>&amp;Obre la finestra de la segona persona</translation>
    </message>
    <message>
        <source>&amp;Power cut: window and agent are killed and started again</source>
        <translation>Tall de &amp;corrent: finestra i agent es maten i es tornen a engegar</translation>
    </message>
    <message>
        <source>&amp;About e-SET Desktop</source>
        <translation>&amp;Quant a l&apos;e-SET Desktop</translation>
    </message>
</context>
<context>
    <name>ActivityPanel</name>
    <message>
        <source>Last 10 minutes: ↑ %1 sent, ↓ %2 received</source>
        <translation>Últims 10 minuts: ↑ %1 enviats, ↓ %2 rebuts</translation>
    </message>
    <message>
        <source>Nothing is being sent now. What waits goes when the connection is back.</source>
        <translation>Ara no s&apos;envia res. El que està pendent s&apos;enviarà quan torni la connexió.</translation>
    </message>
    <message>
        <source>There is no connection now. Nothing waits to be sent.</source>
        <translation>Ara no hi ha connexió. No hi ha res pendent d&apos;enviar.</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) being sent.</source>
        <translation>
            <numerusform>S&apos;està enviant %n canvi.</numerusform>
            <numerusform>S&apos;estan enviant %n canvis.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) can&apos;t be sent: see what needs attention.</source>
        <translation>
            <numerusform>Hi ha %n canvi que no es pot enviar: mireu què demana atenció.</numerusform>
            <numerusform>Hi ha %n canvis que no es poden enviar: mireu què demana atenció.</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything that was saved is sent.</source>
        <translation>Tot el que s&apos;ha desat està enviat.</translation>
    </message>
    <message>
        <source>“%1” is being sent</source>
        <translation>S&apos;està enviant «%1»</translation>
    </message>
    <message numerus="yes">
        <source>%n more document(s)</source>
        <translation>
            <numerusform>%n document més</numerusform>
            <numerusform>%n documents més</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n canvi</numerusform>
            <numerusform>%n canvis</numerusform>
        </translation>
    </message>
    <message>
        <source>then, %1</source>
        <translation>després, %1</translation>
    </message>
    <message>
        <source> and </source>
        <translation> i </translation>
    </message>
    <message>
        <source>“%1” is being fetched</source>
        <translation>S&apos;està baixant «%1»</translation>
    </message>
    <message numerus="yes">
        <source>then, %n more document(s)</source>
        <translation>
            <numerusform>després, %n document més</numerusform>
            <numerusform>després, %n documents més</numerusform>
        </translation>
    </message>
    <message>
        <source>The catalogue is being received: %1 of %2.</source>
        <translation>Es rep el catàleg: %1 de %2.</translation>
    </message>
    <message>
        <source>The words of documents are being received: %1 of %2.</source>
        <translation>Es reben els textos dels documents, per buscar-hi: %1 de %2.</translation>
    </message>
    <message>
        <source>Dossiers of restricted access are being received: %1 of %2.</source>
        <translation>Es reben els expedients d&apos;accés restringit: %1 de %2.</translation>
    </message>
    <message>
        <source>The dossiers with all they hold are being received: %1 of %2.</source>
        <translation>Es reben els expedients amb tot el que contenen: %1 de %2.</translation>
    </message>
    <message>
        <source>What waits takes %1 more.</source>
        <translation>El que està pendent tardarà %1.</translation>
    </message>
    <message>
        <source>less than a minute</source>
        <translation>menys d&apos;un minut</translation>
    </message>
    <message numerus="yes">
        <source>about %n minute(s)</source>
        <translation>
            <numerusform>%n minut, aproximadament</numerusform>
            <numerusform>uns %n minuts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n hour(s)</source>
        <translation>
            <numerusform>%n hora, aproximadament</numerusform>
            <numerusform>unes %n hores</numerusform>
        </translation>
    </message>
    <message>
        <source>Not everything was received yet for the first time.</source>
        <translation>Encara no s&apos;ha rebut tot per primera vegada.</translation>
    </message>
    <message>
        <source>Everything was last sent and received on %1.</source>
        <translation>Tot es va enviar i rebre per última vegada el %1.</translation>
    </message>
</context>
<context>
    <name>AddDocumentPage</name>
    <message>
        <source>Add a document</source>
        <translation>Afegeix un document</translation>
    </message>
    <message>
        <source>Choose a PDF…</source>
        <translation>Trieu un PDF…</translation>
    </message>
    <message>
        <source>Add to the dossier</source>
        <translation>Afegeix a l&apos;expedient</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancel·la</translation>
    </message>
    <message>
        <source>The rest of its description is filled in by itself.</source>
        <translation>La resta de la descripció s&apos;omple sola.</translation>
    </message>
    <message>
        <source>Choose PDF documents</source>
        <translation>Trieu documents PDF</translation>
    </message>
    <message>
        <source>PDF documents (*.pdf *.PDF)</source>
        <translation>Documents PDF (*.pdf *.PDF)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Tots els fitxers (*)</translation>
    </message>
    <message>
        <source>Reading %1…</source>
        <translation>S&apos;està llegint %1…</translation>
    </message>
    <message>
        <source>Choose a PDF, or drop it here.</source>
        <translation>Trieu un PDF o deixeu-lo anar aquí.</translation>
    </message>
    <message>
        <source>No file is chosen yet.</source>
        <translation>Encara no heu triat cap fitxer.</translation>
    </message>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n pàgina</numerusform>
            <numerusform>%n pàgines</numerusform>
        </translation>
    </message>
    <message>
        <source>signed already</source>
        <translation>ja signat</translation>
    </message>
    <message>
        <source>it can be kept, not signed</source>
        <translation>es pot guardar, però no signar</translation>
    </message>
    <message numerus="yes">
        <source>%n more file(s) after it</source>
        <translation>
            <numerusform>%n fitxer més després</numerusform>
            <numerusform>%n fitxers més després</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>An action, or a dossier&apos;s title or number</source>
        <translation>Una acció, o el títol o número d&apos;un expedient</translation>
    </message>
    <message>
        <source>Search actions and dossiers</source>
        <translation>Cerca accions i expedients</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Què s&apos;ha trobat</translation>
    </message>
    <message>
        <source>Nothing has that name.</source>
        <translation>No hi ha res amb aquest nom.</translation>
    </message>
</context>
<context>
    <name>ConflictsPage</name>
    <message>
        <source>Changes made at the same time: choose</source>
        <translation>Canvis fets alhora: trieu</translation>
    </message>
    <message>
        <source>Stands now</source>
        <translation>Hi ha ara</translation>
    </message>
    <message>
        <source>Was written at the same time</source>
        <translation>S&apos;ha escrit alhora</translation>
    </message>
    <message>
        <source>Keep this one</source>
        <translation>Deixa aquest</translation>
    </message>
    <message>
        <source>Use this one</source>
        <translation>Posa aquest</translation>
    </message>
    <message>
        <source>&amp;Or write another</source>
        <translation>&amp;O escriviu-ne un altre</translation>
    </message>
    <message>
        <source>Use what I wrote</source>
        <translation>Posa el que he escrit</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Següent</translation>
    </message>
    <message>
        <source>Open the dossier</source>
        <translation>Obre l&apos;expedient</translation>
    </message>
    <message>
        <source>There is nothing to choose.</source>
        <translation>No hi ha res per triar.</translation>
    </message>
    <message>
        <source>When two people change the same thing without connection, both values appear here.</source>
        <translation>Quan dues persones canvien el mateix sense connexió, aquí apareixen tots dos valors.</translation>
    </message>
    <message>
        <source>%1 of the dossier “%2”</source>
        <translation>%1 de l&apos;expedient «%2»</translation>
    </message>
    <message>
        <source>Before: %1</source>
        <translation>Abans: %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 de %2</translation>
    </message>
</context>
<context>
    <name>DeviceTexts</name>
    <message>
        <source>Access withdrawn</source>
        <translation>Accés retirat</translation>
    </message>
    <message numerus="yes">
        <source>Silent for %n day(s)</source>
        <translation>
            <numerusform>%n dia en silenci</numerusform>
            <numerusform>%n dies en silenci</numerusform>
        </translation>
    </message>
    <message>
        <source>In use</source>
        <translation>En ús</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n dia</numerusform>
            <numerusform>%n dies</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hora</numerusform>
            <numerusform>%n hores</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minut</numerusform>
            <numerusform>%n minuts</numerusform>
        </translation>
    </message>
    <message>
        <source>Not told</source>
        <translation>No ho ha dit</translation>
    </message>
    <message>
        <source>Document that never arrived</source>
        <translation>Document que no va arribar mai</translation>
    </message>
    <message>
        <source>Documents that only it has: %1.</source>
        <translation>Documents que només són allà: %1.</translation>
    </message>
    <message>
        <source>It never told of unsent work.</source>
        <translation>No ha dit mai que tingui res pendent d&apos;enviar.</translation>
    </message>
    <message numerus="yes">
        <source>On %1 it told of %n unsent change(s), which only it has:</source>
        <translation>
            <numerusform>El %1 va dir que tenia %n canvi pendent d&apos;enviar, que només és allà:</numerusform>
            <numerusform>El %1 va dir que tenia %n canvis pendents d&apos;enviar, que només són allà:</numerusform>
        </translation>
    </message>
    <message>
        <source>On %1, when it last told, everything was sent.</source>
        <translation>El %1, quan ho va dir per darrer cop, tot estava enviat.</translation>
    </message>
    <message numerus="yes">
        <source>and %n more, not named</source>
        <translation>
            <numerusform>i %n més, sense nom</numerusform>
            <numerusform>i %n més, sense nom</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DevicesPage</name>
    <message>
        <source>State</source>
        <translation>Estat</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>Persona</translation>
    </message>
    <message>
        <source>Computer</source>
        <translation>Ordinador</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Versió</translation>
    </message>
    <message>
        <source>Last contact</source>
        <translation>Darrer contacte</translation>
    </message>
    <message>
        <source>Unsent</source>
        <translation>Pendents</translation>
    </message>
    <message>
        <source>Oldest unsent</source>
        <translation>El més antic</translation>
    </message>
    <message>
        <source>Computers</source>
        <translation>Ordinadors</translation>
    </message>
    <message>
        <source>What each computer of the town hall last told the central service.</source>
        <translation>Què va dir per darrer cop cada ordinador de l&apos;ajuntament al servei central.</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Torna-ho a demanar</translation>
    </message>
    <message>
        <source>Computers of the town hall</source>
        <translation>Ordinadors de l&apos;ajuntament</translation>
    </message>
    <message>
        <source>What only this computer holds</source>
        <translation>Què hi ha només en aquest ordinador</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>Copia com a text</translation>
    </message>
    <message>
        <source>Withdraw the access</source>
        <translation>Retira l&apos;accés</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancel·la</translation>
    </message>
    <message>
        <source>As it was on %1.</source>
        <translation>Com era el %1.</translation>
    </message>
    <message>
        <source>Asking the central service…</source>
        <translation>S&apos;està demanant al servei central…</translation>
    </message>
    <message>
        <source>It takes up to a minute on a slow line.</source>
        <translation>Amb una línia lenta pot trigar fins a un minut.</translation>
    </message>
    <message>
        <source>The list needs connection. Ask again when there is.</source>
        <translation>La llista necessita connexió. Torneu-la a demanar quan n&apos;hi hagi.</translation>
    </message>
    <message>
        <source>No computers yet.</source>
        <translation>Encara no hi ha cap ordinador.</translation>
    </message>
    <message>
        <source>Each one appears here once it has joined.</source>
        <translation>Cada un surt aquí quan s&apos;hi ha donat d&apos;alta.</translation>
    </message>
    <message>
        <source>See what only it held</source>
        <translation>Mostra què tenia només aquest</translation>
    </message>
    <message>
        <source>Withdraw the access…</source>
        <translation>Retira l&apos;accés…</translation>
    </message>
    <message>
        <source>It is the one you are using.</source>
        <translation>És el que feu servir ara.</translation>
    </message>
    <message>
        <source>It is not known whether the access was withdrawn: ask again.</source>
        <translation>No se sap si l&apos;accés s&apos;ha retirat: torneu-ho a demanar.</translation>
    </message>
    <message>
        <source>The access is withdrawn. This was only there:</source>
        <translation>L&apos;accés està retirat. Això només era allà:</translation>
    </message>
    <message>
        <source>Withdraw the access of «%1»? It cannot be undone. Nobody reads anything on it any more; what is named above is only there and has to be done again, or recovered from it with the recovery key.</source>
        <translation>Voleu retirar l&apos;accés de «%1»? No es pot desfer. Ningú no hi podrà llegir res més; el que surt a dalt només és allà i caldrà tornar-ho a fer, o recuperar-ho d&apos;aquell ordinador amb la clau de recuperació.</translation>
    </message>
    <message>
        <source>%1 (this one)</source>
        <translation>%1 (aquest)</translation>
    </message>
</context>
<context>
    <name>DocumentForm</name>
    <message>
        <source>T&amp;ype</source>
        <translation>T&amp;ipus</translation>
    </message>
    <message>
        <source>&amp;Title</source>
        <translation>&amp;Títol</translation>
    </message>
    <message>
        <source>Dat&amp;e</source>
        <translation>&amp;Data</translation>
    </message>
    <message>
        <source>&amp;Origin</source>
        <translation>&amp;Origen</translation>
    </message>
</context>
<context>
    <name>DocumentPanel</name>
    <message>
        <source>Version</source>
        <translation>Versió</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Quan</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Mida</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Enviament</translation>
    </message>
    <message>
        <source>T&amp;itle</source>
        <translation>Tí&amp;tol</translation>
    </message>
    <message>
        <source>T&amp;ype</source>
        <translation>T&amp;ipus</translation>
    </message>
    <message>
        <source>Dat&amp;e</source>
        <translation>&amp;Data</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versions</translation>
    </message>
    <message>
        <source>Keep this version</source>
        <translation>Queda&apos;t aquesta versió</translation>
    </message>
    <message>
        <source>ENI identifier %1</source>
        <translation>Identificador ENI %1</translation>
    </message>
    <message>
        <source>Two versions stand side by side: choose which one stays.</source>
        <translation>Hi ha dues versions fetes alhora: trieu quina queda.</translation>
    </message>
</context>
<context>
    <name>DocumentsTab</name>
    <message>
        <source>Title</source>
        <translation>Títol</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Data</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estat</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Enviament</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Documents</translation>
    </message>
    <message>
        <source>Add a document</source>
        <translation>Afegeix un document</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>Signa</translation>
    </message>
    <message>
        <source>Fetch</source>
        <translation>Porta&apos;l</translation>
    </message>
    <message>
        <source>There is no document yet.</source>
        <translation>Encara no hi ha cap document.</translation>
    </message>
    <message>
        <source>Drop a PDF here, or add it from a folder.</source>
        <translation>Deixeu anar aquí un PDF, o afegiu-lo des d&apos;una carpeta.</translation>
    </message>
    <message>
        <source>The file is on its way; it opens when it arrives.</source>
        <translation>El document ve de camí; s&apos;obrirà quan arribi.</translation>
    </message>
    <message>
        <source>The central service does not have the file yet. It comes by itself when it does.</source>
        <translation>El servei central encara no té el document. Arribarà sol quan el tingui.</translation>
    </message>
    <message>
        <source>The file is not on this computer: fetch it to see it.</source>
        <translation>El document no és en aquest ordinador: porteu-lo per veure&apos;l.</translation>
    </message>
    <message>
        <source>The file is still on the computer of who added it.</source>
        <translation>El document encara és a l&apos;ordinador de qui l&apos;ha afegit.</translation>
    </message>
</context>
<context>
    <name>DossierDataTab</name>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>NIF</source>
        <translation>NIF</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Paper</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>Correu electrònic</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Enviament</translation>
    </message>
    <message>
        <source>&amp;Title</source>
        <translation>&amp;Títol</translation>
    </message>
    <message>
        <source>&amp;Unit</source>
        <translation>&amp;Unitat</translation>
    </message>
    <message>
        <source>&amp;Phase</source>
        <translation>&amp;Fase</translation>
    </message>
    <message>
        <source>&amp;Notes</source>
        <translation>&amp;Notes</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>Sèrie</translation>
    </message>
    <message>
        <source>Procedure</source>
        <translation>Procediment</translation>
    </message>
    <message>
        <source>Opened on</source>
        <translation>Data d&apos;obertura</translation>
    </message>
    <message>
        <source>ENI identifier</source>
        <translation>Identificador ENI</translation>
    </message>
    <message>
        <source>Last change</source>
        <translation>Últim canvi</translation>
    </message>
    <message>
        <source>Interested persons</source>
        <translation>Persones interessades</translation>
    </message>
    <message>
        <source>Add a person</source>
        <translation>Afegeix una persona</translation>
    </message>
    <message>
        <source>Remove the person</source>
        <translation>Treu la persona</translation>
    </message>
    <message>
        <source>Save the person</source>
        <translation>Desa la persona</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancel·la</translation>
    </message>
    <message>
        <source>No unit</source>
        <translation>Sense unitat</translation>
    </message>
</context>
<context>
    <name>DossierListModel</name>
    <message>
        <source>Number</source>
        <translation>Número</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Títol</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>Sèrie</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Unitat</translation>
    </message>
    <message>
        <source>Situation</source>
        <translation>Situació</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Enviament</translation>
    </message>
    <message>
        <source>Last change</source>
        <translation>Últim canvi</translation>
    </message>
</context>
<context>
    <name>DossierPageView</name>
    <message>
        <source>D&amp;ata</source>
        <translation>Da&amp;des</translation>
    </message>
    <message>
        <source>Doc&amp;uments</source>
        <translation>Doc&amp;uments</translation>
    </message>
    <message>
        <source>Histor&amp;y</source>
        <translation>&amp;Història</translation>
    </message>
    <message>
        <source>This dossier is not on this computer.</source>
        <translation>Aquest expedient no és en aquest ordinador.</translation>
    </message>
    <message>
        <source>Look for it in the list of dossiers.</source>
        <translation>Cerqueu-lo a la llista d&apos;expedients.</translation>
    </message>
    <message>
        <source>Restricted access</source>
        <translation>Accés restringit</translation>
    </message>
    <message>
        <source>Kept here</source>
        <translation>Es conserva aquí</translation>
    </message>
    <message>
        <source>Dossier</source>
        <translation>Expedient</translation>
    </message>
</context>
<context>
    <name>DossiersPage</name>
    <message>
        <source>Dossiers</source>
        <translation>Expedients</translation>
    </message>
    <message>
        <source>Number, title, interested person or document</source>
        <translation>Número, títol, persona interessada o document</translation>
    </message>
    <message>
        <source>Search dossiers</source>
        <translation>Cerca expedients</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Oberts</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Tancats</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Tots</translation>
    </message>
    <message>
        <source>Waiting to be sent</source>
        <translation>Pendent d&apos;enviar</translation>
    </message>
    <message>
        <source>Show all series again</source>
        <translation>Torna a mostrar totes les sèries</translation>
    </message>
    <message numerus="yes">
        <source>%n new: show them</source>
        <translation>
            <numerusform>%n de nou: mostra&apos;l</numerusform>
            <numerusform>%n de nous: mostra&apos;ls</numerusform>
        </translation>
    </message>
    <message>
        <source>The order changed: show it</source>
        <translation>L&apos;ordre ha canviat: mostra&apos;l</translation>
    </message>
    <message numerus="yes">
        <source>%n dossier(s)</source>
        <translation>
            <numerusform>%n expedient</numerusform>
            <numerusform>%n expedients</numerusform>
        </translation>
    </message>
    <message>
        <source>No dossier is like that.</source>
        <translation>Cap expedient no és així.</translation>
    </message>
    <message>
        <source>Try fewer words, another chip or all series.</source>
        <translation>Proveu amb menys paraules, un altre filtre o totes les sèries.</translation>
    </message>
    <message>
        <source>The town hall&apos;s dossiers are on their way.</source>
        <translation>Els expedients de l&apos;ajuntament són de camí.</translation>
    </message>
    <message>
        <source>They appear here as they come. You can begin a new one already.</source>
        <translation>Aniran sortint aquí a mesura que arribin. Ja en podeu començar un de nou.</translation>
    </message>
    <message>
        <source>There is no dossier here.</source>
        <translation>Aquí no hi ha cap expedient.</translation>
    </message>
    <message>
        <source>The first one begins with its series.</source>
        <translation>El primer comença per la seva sèrie.</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>Sèrie</translation>
    </message>
</context>
<context>
    <name>Handlers</name>
    <message>
        <source>Saved.</source>
        <translation>Desat.</translation>
    </message>
    <message>
        <source>Why is the document discarded?</source>
        <translation>Per què es descarta el document?</translation>
    </message>
    <message>
        <source>Document discarded.</source>
        <translation>Document descartat.</translation>
    </message>
    <message>
        <source>Signed, without a time seal yet.</source>
        <translation>Signat, pendent de segell de temps.</translation>
    </message>
    <message>
        <source>Why is the dossier closed?</source>
        <translation>Per què es tanca l&apos;expedient?</translation>
    </message>
    <message>
        <source>Why is the dossier opened again?</source>
        <translation>Per què es reobre l&apos;expedient?</translation>
    </message>
    <message>
        <source>Interested person removed.</source>
        <translation>S&apos;ha tret la persona interessada.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Desfés</translation>
    </message>
</context>
<context>
    <name>HelpPage</name>
    <message>
        <source>About e-SET Desktop</source>
        <translation>Quant a l&apos;e-SET Desktop</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Ajuda</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tecles</translation>
    </message>
</context>
<context>
    <name>HistoryTab</name>
    <message>
        <source>When</source>
        <translation>Quan</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Qui</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Què</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Sobre</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Enviament</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Història</translation>
    </message>
</context>
<context>
    <name>JoinDialog</name>
    <message>
        <source>Link this computer</source>
        <translation>Vinculeu aquest ordinador</translation>
    </message>
    <message>
        <source>The town hall&apos;s administrator gives you the address and a code that works once.</source>
        <translation>L&apos;administrador de l&apos;ajuntament us dona l&apos;adreça i un codi que serveix una sola vegada.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Llengua</translation>
    </message>
    <message>
        <source>&amp;Address of the central service</source>
        <translation>&amp;Adreça del servei central</translation>
    </message>
    <message>
        <source>Enrolment &amp;code</source>
        <translation>&amp;Codi d&apos;alta</translation>
    </message>
    <message>
        <source>&amp;Passphrase</source>
        <translation>Con&amp;trasenya</translation>
    </message>
    <message>
        <source>Passphrase, a&amp;gain</source>
        <translation>Contrasenya, una altra &amp;vegada</translation>
    </message>
    <message>
        <source>How your data are opened on this computer</source>
        <translation>Com s&apos;obren les vostres dades en aquest ordinador</translation>
    </message>
    <message>
        <source>With your session of this computer: nothing to type (&amp;recommended)</source>
        <translation>Amb la vostra sessió d&apos;aquest ordinador: no cal escriure res (&amp;recomanat)</translation>
    </message>
    <message>
        <source>With your session of this computer: it has no safe place for a key</source>
        <translation>Amb la vostra sessió: aquest ordinador no hi pot guardar la clau</translation>
    </message>
    <message>
        <source>With a pass&amp;phrase, typed each time</source>
        <translation>Amb una contrasenya &amp;pròpia, que s&apos;escriu cada vegada</translation>
    </message>
    <message>
        <source>If one day neither opens them, the town hall&apos;s recovery key does: unsent work is not lost.</source>
        <translation>Si un dia això falla, les obre la clau de recuperació de l&apos;ajuntament: la feina pendent d&apos;enviar no es perd.</translation>
    </message>
    <message>
        <source>Linking…</source>
        <translation>S&apos;està vinculant…</translation>
    </message>
    <message>
        <source>&amp;Link</source>
        <translation>Vi&amp;ncula</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Surt</translation>
    </message>
</context>
<context>
    <name>Navigation</name>
    <message>
        <source>Places</source>
        <translation>Llocs</translation>
    </message>
</context>
<context>
    <name>NewDossierPage</name>
    <message>
        <source>New dossier</source>
        <translation>Nou expedient</translation>
    </message>
    <message>
        <source>&amp;Series</source>
        <translation>&amp;Sèrie</translation>
    </message>
    <message>
        <source>&amp;Procedure</source>
        <translation>&amp;Procediment</translation>
    </message>
    <message>
        <source>&amp;Title</source>
        <translation>&amp;Títol</translation>
    </message>
    <message>
        <source>&amp;Unit</source>
        <translation>&amp;Unitat</translation>
    </message>
    <message>
        <source>Interested person (may be left empty)</source>
        <translation>Persona interessada (es pot deixar en blanc)</translation>
    </message>
    <message>
        <source>Open the dossier</source>
        <translation>Obre l&apos;expedient</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancel·la</translation>
    </message>
    <message>
        <source>No unit</source>
        <translation>Sense unitat</translation>
    </message>
    <message>
        <source>No procedure</source>
        <translation>Sense procediment</translation>
    </message>
</context>
<context>
    <name>NoticeLine</name>
    <message>
        <source>Close this notice</source>
        <translation>Tanca aquest avís</translation>
    </message>
</context>
<context>
    <name>OutboxPage</name>
    <message>
        <source>State</source>
        <translation>Estat</translation>
    </message>
    <message>
        <source>Dossier</source>
        <translation>Expedient</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Canvi</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Valors</translation>
    </message>
    <message>
        <source>Made on</source>
        <translation>Fet el</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Document</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Mida</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problema</translation>
    </message>
    <message>
        <source>Waiting to be sent</source>
        <translation>Pendent d&apos;enviar</translation>
    </message>
    <message>
        <source>All this is safe on this computer and is sent by itself when there is connection.</source>
        <translation>Tot això és segur en aquest ordinador i s&apos;envia sol quan hi ha connexió.</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>Envia-ho ara</translation>
    </message>
    <message>
        <source>Files on their way</source>
        <translation>Documents de camí</translation>
    </message>
    <message>
        <source>Changes waiting to be sent</source>
        <translation>Canvis pendents d&apos;enviar</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>Torna-ho a enviar</translation>
    </message>
    <message>
        <source>Discard the change</source>
        <translation>Descarta el canvi</translation>
    </message>
    <message>
        <source>Open the dossier</source>
        <translation>Obre l&apos;expedient</translation>
    </message>
    <message>
        <source>Nothing waits to be sent.</source>
        <translation>No hi ha res pendent d&apos;enviar.</translation>
    </message>
    <message>
        <source>Everything you saved is also at the central service.</source>
        <translation>Tot el que heu desat també és al servei central.</translation>
    </message>
    <message>
        <source>It waits for another change that needs attention; it is sent with it.</source>
        <translation>Espera un altre canvi que demana atenció; s&apos;enviarà amb ell.</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) wait for this one.</source>
        <translation>
            <numerusform>%n canvi espera aquest.</numerusform>
            <numerusform>%n canvis esperen aquest.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PartyForm</name>
    <message>
        <source>N&amp;ame or company</source>
        <translation>N&amp;om o raó social</translation>
    </message>
    <message>
        <source>NI&amp;F</source>
        <translation>NI&amp;F</translation>
    </message>
    <message>
        <source>&amp;Role</source>
        <translation>Pa&amp;per</translation>
    </message>
    <message>
        <source>E-&amp;mail</source>
        <translation>Correu &amp;electrònic</translation>
    </message>
    <message>
        <source>The NIF is right</source>
        <translation>El NIF és correcte</translation>
    </message>
    <message>
        <source>The control letter or digit is not right</source>
        <translation>La lletra o el dígit de control no és correcte</translation>
    </message>
</context>
<context>
    <name>PassphraseDialog</name>
    <message>
        <source>Passphrase of the certificate</source>
        <translation>Contrasenya del certificat</translation>
    </message>
    <message>
        <source>Enter the &amp;passphrase of %1</source>
        <translation>Introduïu la &amp;contrasenya de %1</translation>
    </message>
</context>
<context>
    <name>PlanPage</name>
    <message>
        <source>File plan</source>
        <translation>Quadre de classificació</translation>
    </message>
    <message>
        <source>Code or words of a function, sub-function or series</source>
        <translation>Codi o paraules d&apos;una funció, subfunció o sèrie</translation>
    </message>
    <message>
        <source>Filter the file plan</source>
        <translation>Filtra el quadre de classificació</translation>
    </message>
    <message>
        <source>Its dossiers</source>
        <translation>Els seus expedients</translation>
    </message>
    <message>
        <source>New dossier here</source>
        <translation>Nou expedient aquí</translation>
    </message>
    <message>
        <source>No class has these words.</source>
        <translation>Cap classe no té aquestes paraules.</translation>
    </message>
    <message>
        <source>Try fewer or shorter words.</source>
        <translation>Proveu amb menys paraules o de més curtes.</translation>
    </message>
    <message>
        <source>There is no file plan on this computer yet.</source>
        <translation>Encara no hi ha cap quadre de classificació en aquest ordinador.</translation>
    </message>
    <message>
        <source>It comes with the first connection to the central service.</source>
        <translation>Arriba amb la primera connexió al servei central.</translation>
    </message>
</context>
<context>
    <name>PlanTreeModel</name>
    <message>
        <source>Class</source>
        <translation>Classe</translation>
    </message>
    <message>
        <source>Open dossiers</source>
        <translation>Expedients oberts</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>Pages of the document</source>
        <translation>Pàgines del document</translation>
    </message>
    <message>
        <source>Choose a document to see it here.</source>
        <translation>Trieu un document per veure&apos;l aquí.</translation>
    </message>
    <message>
        <source>Opening the document…</source>
        <translation>S&apos;està obrint el document…</translation>
    </message>
    <message>
        <source>Page %1 of %2 · %3 %</source>
        <translation>Pàgina %1 de %2 · %3 %</translation>
    </message>
</context>
<context>
    <name>Question</name>
    <message>
        <source>Done</source>
        <translation>Fet</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancel·la</translation>
    </message>
</context>
<context>
    <name>SignPage</name>
    <message>
        <source>Document</source>
        <translation>Document</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Mida</translation>
    </message>
    <message>
        <source>Fingerprint (SHA-256)</source>
        <translation>Empremta (SHA-256)</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>Signa</translation>
    </message>
    <message>
        <source>Exactly this will be signed, and nothing else:</source>
        <translation>Se signarà exactament això, i res més:</translation>
    </message>
    <message>
        <source>Documents to be signed</source>
        <translation>Documents per signar</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>Certificat</translation>
    </message>
    <message>
        <source>&amp;File (.p12 or .pfx)</source>
        <translation>&amp;Fitxer (.p12 o .pfx)</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Trieu…</translation>
    </message>
    <message>
        <source>Open with its passphrase…</source>
        <translation>Obre&apos;l amb la contrasenya…</translation>
    </message>
    <message>
        <source>The signed version stands beside the present one, which stays as it is. It works without connection.</source>
        <translation>La versió signada queda al costat de l&apos;actual, que es conserva com és. Funciona sense connexió.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancel·la</translation>
    </message>
    <message>
        <source>The certificate is not open.</source>
        <translation>El certificat no és obert.</translation>
    </message>
    <message>
        <source>%1, issued by %2, valid until %3.</source>
        <translation>%1, emès per %2, vàlid fins al %3.</translation>
    </message>
    <message>
        <source>Choose the certificate</source>
        <translation>Trieu el certificat</translation>
    </message>
    <message>
        <source>Certificates (*.p12 *.pfx *.P12 *.PFX)</source>
        <translation>Certificats (*.p12 *.pfx *.P12 *.PFX)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Tots els fitxers (*)</translation>
    </message>
</context>
<context>
    <name>SignatureLine</name>
    <message>
        <source>Not signed here.</source>
        <translation>Sense signatura feta aquí.</translation>
    </message>
    <message>
        <source>Signed by %1, waiting for the time seal.</source>
        <translation>Signat per %1, pendent de segell de temps.</translation>
    </message>
    <message>
        <source>Time seal by %1. %2.</source>
        <translation>Segell de temps de %1. %2.</translation>
    </message>
    <message>
        <source>Signed by %1 on %2, waiting for the time seal. %3.</source>
        <translation>Signat per %1 el %2, pendent de segell de temps. %3.</translation>
    </message>
    <message>
        <source>Signature of %1 on %2. %3.</source>
        <translation>Signatura de %1 del %2. %3.</translation>
    </message>
</context>
<context>
    <name>StatusStrip</name>
    <message numerus="yes">
        <source>%n change(s) waiting to be sent</source>
        <translation>
            <numerusform>%n canvi pendent d&apos;enviar</numerusform>
            <numerusform>%n canvis pendents d&apos;enviar</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing waits to be sent</source>
        <translation>Res pendent d&apos;enviar</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) made at the same time</source>
        <translation>
            <numerusform>%n canvi fet alhora: trieu</numerusform>
            <numerusform>%n canvis fets alhora: trieu</numerusform>
        </translation>
    </message>
    <message>
        <source>This computer&apos;s clock is off by %1 minutes: set its time</source>
        <translation>El rellotge d&apos;aquest ordinador va %1 minuts desviat: poseu-lo a l&apos;hora</translation>
    </message>
    <message numerus="yes">
        <source>This computer&apos;s clock is off by %n day(s): set its date</source>
        <translation>
            <numerusform>El rellotge d&apos;aquest ordinador va %n dia desviat: poseu-hi la data correcta</numerusform>
            <numerusform>El rellotge d&apos;aquest ordinador va %n dies desviat: poseu-hi la data correcta</numerusform>
        </translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>Amb connexió</translation>
    </message>
    <message>
        <source>No connection: you can go on working</source>
        <translation>Sense connexió: podeu continuar treballant</translation>
    </message>
    <message>
        <source>This computer may no longer connect</source>
        <translation>Aquest ordinador ja no es pot connectar</translation>
    </message>
    <message>
        <source>Looking for the central service</source>
        <translation>S&apos;està buscant el servei central</translation>
    </message>
    <message>
        <source>Not yet brought up to date</source>
        <translation>Encara no s&apos;ha posat al dia</translation>
    </message>
    <message numerus="yes">
        <source>First sync: %n dossier(s) are here</source>
        <translation>
            <numerusform>Primera sincronització: ja hi ha %n expedient</numerusform>
            <numerusform>Primera sincronització: ja hi ha %n expedients</numerusform>
        </translation>
    </message>
    <message>
        <source>Up to date on %1</source>
        <translation>Al dia el %1</translation>
    </message>
</context>
<context>
    <name>StickPage</name>
    <message>
        <source>Choose the stick or a folder</source>
        <translation>Trieu el llapis o una carpeta</translation>
    </message>
    <message>
        <source>%1 of %2 MB</source>
        <translation>%1 de %2 MB</translation>
    </message>
    <message>
        <source>The stick is complete: %1 documents.</source>
        <translation>El llapis és complet: %1 documents.</translation>
    </message>
    <message>
        <source>The stick is useful already: %1 documents. %2 more will come by the line.</source>
        <translation>El llapis ja és útil: %1 documents. Per la línia n&apos;arribaran %2 més.</translation>
    </message>
    <message>
        <source>%1 records and %2 documents were taken. The rest will come by the line.</source>
        <translation>S&apos;han agafat %1 fitxes i %2 documents. La resta arribarà per la línia.</translation>
    </message>
    <message>
        <source>The request is written. Code to type on the computer that has the data: %1. When the stick is back, take it in.</source>
        <translation>La petició és escrita. Codi per introduir a l&apos;ordinador que té les dades: %1. Quan el llapis torni, agafeu-ne el contingut.</translation>
    </message>
    <message>
        <source>Prepare a stick for another computer</source>
        <translation>Prepara un llapis per a un altre ordinador</translation>
    </message>
    <message>
        <source>Install from a stick</source>
        <translation>Instal·la des d&apos;un llapis</translation>
    </message>
    <message>
        <source>Choose the folder where the other computer has left its request, and type the code that it shows. Only that computer can read what is written. It may be ended at any moment and goes on when it is begun again.</source>
        <translation>Trieu la carpeta on l&apos;altre ordinador ha deixat la petició i introduïu el codi que mostra. Només aquell ordinador podrà llegir el que s&apos;hi escrigui. Es pot aturar en qualsevol moment i continua quan es torna a començar.</translation>
    </message>
    <message>
        <source>Choose the stick. A request is written on it, to be taken to a computer that has the town hall&apos;s data. When it is back, take in what that computer wrote: afterwards only the rest comes by the line.</source>
        <translation>Trieu el llapis. S&apos;hi escriu una petició, que cal portar a un ordinador que tingui les dades de l&apos;ajuntament. Quan torni, agafeu el que aquell ordinador hi ha escrit: després per la línia només arriba la resta.</translation>
    </message>
    <message>
        <source>Choose the folder…</source>
        <translation>Trieu la carpeta…</translation>
    </message>
    <message>
        <source>Code that the other computer shows</source>
        <translation>Codi que mostra l&apos;altre ordinador</translation>
    </message>
    <message>
        <source>Also restricted dossiers, where that person may read them</source>
        <translation>També els expedients restringits que aquella persona pot llegir</translation>
    </message>
    <message>
        <source>Write the stick</source>
        <translation>Escriu el llapis</translation>
    </message>
    <message>
        <source>Take it in</source>
        <translation>Agafa&apos;n el contingut</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Atura</translation>
    </message>
</context>
<context>
    <name>UnlockDialog</name>
    <message>
        <source>&amp;Passphrase of this computer&apos;s profile</source>
        <translation>&amp;Contrasenya del perfil d&apos;aquest ordinador</translation>
    </message>
    <message>
        <source>The profile is locked</source>
        <translation>El perfil és tancat amb clau</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Needs attention</source>
        <translation>Demana atenció</translation>
    </message>
    <message>
        <source>Changed at the same time</source>
        <translation>Canvis fets alhora</translation>
    </message>
    <message>
        <source>Waiting to be sent</source>
        <translation>Pendent d&apos;enviar</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Obert</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Tancat</translation>
    </message>
    <message>
        <source>Transferred</source>
        <translation>Transferit</translation>
    </message>
    <message>
        <source>Opening</source>
        <translation>Inici i ordenació</translation>
    </message>
    <message>
        <source>Instruction</source>
        <translation>Instrucció</translation>
    </message>
    <message>
        <source>Resolution and end</source>
        <translation>Finalització i resolució</translation>
    </message>
    <message>
        <source>Resolved</source>
        <translation>Resolt</translation>
    </message>
    <message>
        <source>Withdrawal by the interested person</source>
        <translation>Desistiment</translation>
    </message>
    <message>
        <source>Renunciation of the right</source>
        <translation>Renúncia</translation>
    </message>
    <message>
        <source>Lapse</source>
        <translation>Caducitat</translation>
    </message>
    <message>
        <source>Joined to another dossier</source>
        <translation>Acumulat a un altre expedient</translation>
    </message>
    <message>
        <source>Another reason</source>
        <translation>Un altre motiu</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Esborrany</translation>
    </message>
    <message>
        <source>Final</source>
        <translation>Definitiu</translation>
    </message>
    <message>
        <source>Discarded</source>
        <translation>Descartat</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>Signat</translation>
    </message>
    <message>
        <source>From a citizen</source>
        <translation>De la ciutadania</translation>
    </message>
    <message>
        <source>Of the administration</source>
        <translation>De l&apos;Administració</translation>
    </message>
    <message>
        <source>Interested person</source>
        <translation>Persona interessada</translation>
    </message>
    <message>
        <source>Representative</source>
        <translation>Representant</translation>
    </message>
    <message>
        <source>Third person</source>
        <translation>Tercera persona</translation>
    </message>
    <message>
        <source>Natural person</source>
        <translation>Persona física</translation>
    </message>
    <message>
        <source>Legal person</source>
        <translation>Persona jurídica</translation>
    </message>
    <message>
        <source>Public administration</source>
        <translation>Administració pública</translation>
    </message>
    <message>
        <source>Function</source>
        <translation>Funció</translation>
    </message>
    <message>
        <source>Sub-function</source>
        <translation>Subfunció</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>Sèrie</translation>
    </message>
    <message>
        <source>Restricted access</source>
        <translation>Accés restringit</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>Contingut</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>Signatura</translation>
    </message>
    <message>
        <source>Time seal</source>
        <translation>Segell de temps</translation>
    </message>
    <message>
        <source>Integrity correct; trust not checked</source>
        <translation>Integritat correcta; confiança no comprovada</translation>
    </message>
    <message>
        <source>Not valid: it was changed after signing</source>
        <translation>No vàlida: s&apos;ha modificat després de signar</translation>
    </message>
    <message>
        <source>It could not be checked</source>
        <translation>No s&apos;ha pogut comprovar</translation>
    </message>
    <message>
        <source>Being sent</source>
        <translation>S&apos;està enviant</translation>
    </message>
    <message>
        <source>Sent, waiting for the answer</source>
        <translation>Enviat, pendent de resposta</translation>
    </message>
    <message>
        <source>Accepted, arriving</source>
        <translation>Acceptat, arribant</translation>
    </message>
    <message>
        <source>Waits for another change</source>
        <translation>Espera un altre canvi</translation>
    </message>
    <message>
        <source>Only on this computer</source>
        <translation>Només en aquest ordinador</translation>
    </message>
    <message>
        <source>Waits until the central service has it</source>
        <translation>Espera que el servei central el tingui</translation>
    </message>
    <message>
        <source>Being fetched</source>
        <translation>S&apos;està baixant</translation>
    </message>
    <message>
        <source>Not on this computer</source>
        <translation>No és en aquest ordinador</translation>
    </message>
    <message>
        <source>Waiting to be sent (%1)</source>
        <translation>Pendent d&apos;enviar (%1)</translation>
    </message>
    <message>
        <source>Being sent: %1</source>
        <translation>S&apos;està enviant: %1</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Títol</translation>
    </message>
    <message>
        <source>Procedure</source>
        <translation>Procediment</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Unitat</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notes</translation>
    </message>
    <message>
        <source>Phase</source>
        <translation>Fase</translation>
    </message>
    <message>
        <source>Situation</source>
        <translation>Situació</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Tipus</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Data</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>Origen</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motiu</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>NIF</source>
        <translation>NIF</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Paper</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>Correu electrònic</translation>
    </message>
    <message>
        <source>Telephone</source>
        <translation>Telèfon</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adreça</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Llengua</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>Canal</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estat</translation>
    </message>
    <message>
        <source>State of elaboration</source>
        <translation>Estat d&apos;elaboració</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>Persona</translation>
    </message>
    <message>
        <source>Type for exchange</source>
        <translation>Tipus per a l&apos;intercanvi</translation>
    </message>
    <message>
        <source>New dossier</source>
        <translation>Nou expedient</translation>
    </message>
    <message>
        <source>Data of the dossier</source>
        <translation>Dades de l&apos;expedient</translation>
    </message>
    <message>
        <source>Change of phase</source>
        <translation>Canvi de fase</translation>
    </message>
    <message>
        <source>Closing of the dossier</source>
        <translation>Tancament de l&apos;expedient</translation>
    </message>
    <message>
        <source>Reopening of the dossier</source>
        <translation>Reobertura de l&apos;expedient</translation>
    </message>
    <message>
        <source>Number given</source>
        <translation>Número assignat</translation>
    </message>
    <message>
        <source>New interested person</source>
        <translation>Nova persona interessada</translation>
    </message>
    <message>
        <source>Data of an interested person</source>
        <translation>Dades d&apos;una persona interessada</translation>
    </message>
    <message>
        <source>Interested person removed</source>
        <translation>Persona interessada treta</translation>
    </message>
    <message>
        <source>New document</source>
        <translation>Nou document</translation>
    </message>
    <message>
        <source>Data of a document</source>
        <translation>Dades d&apos;un document</translation>
    </message>
    <message>
        <source>Document marked as final</source>
        <translation>Document marcat com a definitiu</translation>
    </message>
    <message>
        <source>Document discarded</source>
        <translation>Document descartat</translation>
    </message>
    <message>
        <source>Document recovered</source>
        <translation>Document recuperat</translation>
    </message>
    <message>
        <source>Version chosen</source>
        <translation>Versió triada</translation>
    </message>
    <message>
        <source>New version</source>
        <translation>Nova versió</translation>
    </message>
    <message>
        <source>Signed version</source>
        <translation>Versió signada</translation>
    </message>
    <message>
        <source>Version with time seal</source>
        <translation>Versió amb segell de temps</translation>
    </message>
    <message>
        <source>The central service has the document</source>
        <translation>El servei central ja té el document</translation>
    </message>
    <message>
        <source>Changes made at the same time</source>
        <translation>Canvis fets alhora</translation>
    </message>
    <message>
        <source>Value chosen</source>
        <translation>Valor triat</translation>
    </message>
    <message>
        <source>Access restricted</source>
        <translation>Accés restringit</translation>
    </message>
    <message>
        <source>Ground of a restriction</source>
        <translation>Motiu d&apos;una restricció</translation>
    </message>
    <message>
        <source>Restriction lifted</source>
        <translation>Restricció aixecada</translation>
    </message>
    <message>
        <source>Right to read given</source>
        <translation>Accés donat</translation>
    </message>
    <message>
        <source>Right to read taken</source>
        <translation>Accés retirat</translation>
    </message>
    <message>
        <source>Words of a document</source>
        <translation>Paraules d&apos;un document</translation>
    </message>
    <message>
        <source>New unit</source>
        <translation>Nova unitat</translation>
    </message>
    <message>
        <source>Data of a unit</source>
        <translation>Dades d&apos;una unitat</translation>
    </message>
    <message>
        <source>New class of the file plan</source>
        <translation>Nova classe del quadre</translation>
    </message>
    <message>
        <source>Class of the file plan</source>
        <translation>Classe del quadre</translation>
    </message>
    <message>
        <source>New procedure</source>
        <translation>Nou procediment</translation>
    </message>
</context>
</TS>
