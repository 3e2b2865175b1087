{% macro _with_defaults(value, schema) %}
    {#- A declared value with the schema's defaults below what is declared; a key that has neither is none. A mapping
        with a default of its own is filled in only where it is declared. Every model that reads declarations asks
        for them again, so plain values are taken where they stand, without a call for each. -#}
    {%- if schema.type == 'object' and (value is not none or 'default' not in schema) -%}
        {%- set complete = {} -%}
        {%- for key, part in schema.properties.items() -%}
            {%- set given = (value or {}).get(key) -%}
            {%- if part.type == 'object' or part.type == 'array' -%}
                {%- set given = assay._with_defaults(given, part) -%}
            {%- elif given is none -%}
                {%- set given = part.get('default') -%}
            {%- endif -%}
            {%- do complete.update({key: given}) -%}
        {%- endfor -%}
        {{ return(complete) }}
    {%- elif schema.type == 'array' -%}
        {%- set complete = [] -%}
        {%- for item in (schema.get('default', []) if value is none else value) -%}
            {%- do complete.append(assay._with_defaults(item, schema['items'])) -%}
        {%- endfor -%}
        {{ return(complete) }}
    {%- endif -%}
    {{ return(schema.get('default') if value is none else value) }}
{% endmacro %}
