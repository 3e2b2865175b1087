{% macro _explained_columns(shape) %}
    {#- How the SHAP values of a model's outputs are had: {problem (why they are not, or none), form (of the outputs
        that are no constants), first (the place of the first of these), names (the source columns of its features),
        positions ({name: places in the array of contributions}), layout (assay.path_layout of branching trees), added
        (columns that its CTEs add)}. `shape` is assay._read_model. -#}
    {%- set forms = shape.outputs | map(attribute='form') | list -%}
    {%- set form = forms | reject('equalto', 'constant') | first | default('constant') -%}
    {%- set compared = range(1, shape.features | length + 1) | list -%}
    {%- set problem = namespace(text=none) -%}
    {%- set paths = {} -%}
    {%- if shape.task not in ('binary', 'multiclass', 'regression') -%}
        {%- set problem.text = 'only predictions of a label have attributions' -%}
    {%- elif form == 'branching_trees' -%}
        {%- do paths.update(assay.path_layout(assay._numbered_outputs(shape))) -%}
        {%- set problem.text = paths.problem -%}
        {%- set compared = range(1, (paths.features | max or 0) + 1) | list -%}
    {%- elif form == 'oblivious_trees' -%}
        {%- set layout = assay.contribution_layout(shape.current).values() | first -%}
        {%- if layout -%}{%- set compared = layout.keys() | sort -%}
        {%- else -%}{%- set problem.text = 'the trees are deeper than eight levels, or stored without weights' -%}{%- endif -%}
    {%- endif -%}
    {%- set positions = {} -%}
    {%- for feature in shape.features -%}
        {%- set name = feature.source_columns | join('|') -%}
        {%- set places = positions.setdefault(name, []) -%}
        {%- if feature.position in compared -%}
            {%- do places.append(compared.index(feature.position) + 1) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return({
        'problem': problem.text,
        'form': form,
        'first': forms.index(form) + 1,
        'names': positions.keys() | list,
        'positions': positions,
        'layout': paths,
        'added': {'oblivious_trees': ['assay_leaves'], 'branching_trees': ['assay_row']}.get(form, []),
    }) }}
{% endmacro %}
