{% macro _built_relation(name) %}
    {#- The relation of a model, seed, snapshot or source (`source.table`) of the project by the name that data
        declare, or none where it is unknown or not built. It sets no dependency: what it names must be upstream
        of a declared relation, or it is read as the last build left it. -#}
    {%- set parts = (name or '').split('.') -%}
    {%- set candidates = graph.sources.values() if parts | length == 2 else graph.nodes.values() -%}
    {%- set found = [] -%}
    {%- for node in candidates if node.name == parts[-1] -%}
        {%- if node.resource_type in ['model', 'seed', 'snapshot'] or node.source_name == parts[0] -%}
            {%- do found.append(adapter.get_relation(
                database=node.database,
                schema=node.schema,
                identifier=node.get('identifier') or node.alias,
            )) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(found[0] if found else none) }}
{% endmacro %}
